/** The database's limits where a command names none; apart from the database, which takes time to load. */
export const DEFAULT_MEMORY_LIMIT = "2GB";
export const DEFAULT_THREADS = 2;
