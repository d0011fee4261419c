-- The three recipes with the best final accuracy on ARC easy at 1B.
SELECT data, value
FROM read_json('http://localhost:3000/api/visualize/data.ndjson?metric=arc_easy_acc_raw&params=1B&checkpoint=final')
ORDER BY value DESC, data
LIMIT 3;
