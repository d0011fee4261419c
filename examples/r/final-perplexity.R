# The final perplexity on the Pile of each size trained on C4. Base R is enough.
base <- Sys.getenv("BASE_URL", "http://localhost:3000")

url <- paste0(base, "/api/visualize/data.csv?metric=pile-valppl&data=C4&checkpoint=final&columns=params,step,value")
frame <- read.csv(url)
write.csv(frame, row.names = FALSE, quote = FALSE)

# Parquet keeps the types of all columns: install.packages("arrow")
# frame <- arrow::read_parquet(sub("data.csv", "data.parquet", url, fixed = TRUE))
