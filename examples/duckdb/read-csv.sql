-- The last perplexity on the Pile of each size trained on C4.
-- The server sends answers whole and no ranges of them, which DuckDB has to be told.
SET force_download = true;

SELECT params, step, value
FROM read_csv('http://localhost:3000/api/visualize/data.csv?metric=pile-valppl&data=C4&checkpoint=final')
ORDER BY value DESC;
