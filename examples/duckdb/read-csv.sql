-- The final perplexity on the Pile of each size trained on C4.
SELECT params, step, value
FROM read_csv('http://localhost:3000/api/visualize/data.csv?metric=pile-valppl&data=C4&checkpoint=final')
ORDER BY value DESC;
