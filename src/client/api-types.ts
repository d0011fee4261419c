/** The types of the HTTP interface, generated from docs/openapi.json by scripts/client-types.mjs. */

export interface paths {
    "/api/visualize/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations of checkpoints, long or wide
         * @description One row for each checkpoint and metric, or with `shape=wide` for each checkpoint. Without a `limit` the response is complete.
         */
        get: operations["getEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data.{extension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations of checkpoints, long or wide, in the format of the extension
         * @description One row for each checkpoint and metric, or with `shape=wide` for each checkpoint. Without a `limit` the response is complete.
         */
        get: operations["getEvaluationsAs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/small": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pile perplexity of Dolma1.7 at step 5000
         * @description Evaluations with `metric=pile-valppl`, `data=Dolma1.7` and `step=5000` fixed.
         */
        get: operations["getSmallEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/small.{extension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pile perplexity of Dolma1.7 at step 5000, in the format of the extension
         * @description Evaluations with `metric=pile-valppl`, `data=Dolma1.7` and `step=5000` fixed.
         */
        get: operations["getSmallEvaluationsAs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/unmelted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations, a column for each metric
         * @description By default, without any filter, `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` apply.
         */
        get: operations["getUnmeltedEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/unmelted.{extension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations, a column for each metric, in the format of the extension
         * @description By default, without any filter, `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` apply.
         */
        get: operations["getUnmeltedEvaluationsAs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/ft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fine-tuning runs matched with the checkpoints they started from
         * @description One row for each run; `metric` chooses columns. All other filters are base columns of the file.
         */
        get: operations["getComparisons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/ft.{extension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fine-tuning runs matched with the checkpoints they started from, in the format of the extension
         * @description One row for each run; `metric` chooses columns. All other filters are base columns of the file.
         */
        get: operations["getComparisonsAs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/data/{dataset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows of any dataset
         * @description The rows of a dataset by its name; `evaluations` is `/api/visualize/data`, `comparisons` is `/api/visualize/data/ft`. The columns of the dataset are filters: names by value, numbers and timestamps by value and bounds.
         */
        get: operations["getRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/facets/{dataset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The names of any dataset, with their rows
         * @description What the filters of a dataset can be set to, and how many rows each value has under those that are set.
         */
        get: operations["getFacetsOfDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every size, recipe and metric, with its rows under the given filters
         * @description What the filters of the evaluations can be set to, and how many rows each value has under those that are set.
         */
        get: operations["getFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All datasets
         * @description Source, licence, citation, file, engine, rows and columns of each. It has no parameters.
         */
        get: operations["getDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualize/datasets/{dataset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One dataset
         * @description The same of one dataset. It has no parameters.
         */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether all data is loaded
         * @description 200 once both datasets are loaded; until then a 503 problem.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prometheus metrics
         * @description Requests by route and status, the process and its event loop, and the caches, in the Prometheus text format.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The explorer, a page with charts of the data
         * @description Charts and tables of both datasets, from the other routes. The query string is the state of the page.
         */
        get: operations["getExplorer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description The description of all routes, OpenAPI 3.1.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page to try the routes
         * @description An interactive reference, built from this document. It requests nothing from other servers.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The typed client as one ES module
         * @description For notebooks and pages without a build. By default, its functions send their requests to the server that it was loaded from.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        LongRecords: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["LongRow"][];
        };
        /** @description The dataset, the counts and the filters of a response. */
        Meta: {
            /**
             * @example evaluations
             * @example comparisons
             */
            dataset: string;
            /**
             * @description The first 16 digits of the data file's SHA-256.
             * @example f49cec17f801f1ce
             */
            version: string;
            /** @description Rows of this response. */
            rows: number;
            /** @description Rows before `offset` and `limit`. */
            total: number;
            offset: number;
            limit: number | null;
            filters: components["schemas"]["Filters"];
            /**
             * @description The origin of the data file, from the manifest beside it.
             * @example synthetic stand-in
             */
            provenance: string;
        };
        /**
         * @description The filters of the query in normal form, by parameter: a list of values, or an object of bounds, with `in` for values beside them.
         * @example {
         *       "metric": [
         *         "pile-valppl"
         *       ],
         *       "step": {
         *         "gte": 1000
         *       }
         *     }
         */
        Filters: {
            [key: string]: (string | number)[] | {
                [key: string]: unknown;
            };
        };
        /** @description One metric of one checkpoint. Every row has the columns that `columns` lists, by default all of them. */
        LongRow: {
            /**
             * @description Model size.
             * @example 150M
             */
            params?: string;
            /**
             * @description Data recipe.
             * @example DCLM-Baseline (QC 7%, FW2)
             */
            data?: string;
            /** @description Training step. */
            step?: number;
            /** @description Tokens seen by then. */
            tokens?: number;
            /** @description FLOPs spent by then. */
            compute?: number;
            metric?: string;
            value?: number;
        };
        WideRecords: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["WideRow"][];
        };
        /** @description One checkpoint, with a column for each metric. */
        WideRow: {
            /**
             * @description Model size.
             * @example 150M
             */
            params?: string;
            /**
             * @description Data recipe.
             * @example DCLM-Baseline (QC 7%, FW2)
             */
            data?: string;
            /** @description Training step. */
            step?: number;
            /** @description Tokens seen by then. */
            tokens?: number;
            /** @description FLOPs spent by then. */
            compute?: number;
        } & {
            [key: string]: number | null;
        };
        LongLists: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["LongColumns"];
        };
        /** @description One list for each column, all of the same length. */
        LongColumns: {
            params?: string[];
            data?: string[];
            step?: number[];
            tokens?: number[];
            compute?: number[];
            metric?: string[];
            value?: number[];
        };
        WideLists: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["WideColumns"];
        };
        /** @description One list for each column, all of the same length. */
        WideColumns: {
            params?: string[];
            data?: string[];
            step?: number[];
            tokens?: number[];
            compute?: number[];
        } & {
            [key: string]: (number | null)[];
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /**
             * @description A URN that ends in the problem's code; `about:blank` for an error of a plugin.
             * @enum {string}
             */
            type: "urn:datadecide:problem:invalid-query" | "urn:datadecide:problem:not-found" | "urn:datadecide:problem:method-not-allowed" | "urn:datadecide:problem:not-acceptable" | "urn:datadecide:problem:range-not-satisfiable" | "urn:datadecide:problem:url-too-long" | "urn:datadecide:problem:malformed-request" | "urn:datadecide:problem:headers-too-large" | "urn:datadecide:problem:limit-required" | "urn:datadecide:problem:source-changed" | "urn:datadecide:problem:query-timeout" | "urn:datadecide:problem:internal-error" | "urn:datadecide:problem:not-ready" | "urn:datadecide:problem:engine-busy" | "urn:datadecide:problem:engine-unavailable" | "about:blank";
            title: string;
            status: number;
            /** @description What is wrong with this request. */
            detail: string;
            /** @description Path and query as sent. */
            instance: string | null;
            /** @description The mistakes of a query, otherwise empty. */
            errors: components["schemas"]["ParameterError"][];
        };
        ParameterError: {
            parameter: string;
            /** @description The value as sent. */
            value: string | null;
            /** @description What is wrong with it. */
            message: string;
            /** @description Similar valid values. */
            suggestions: string[];
        };
        ComparisonRecords: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["ComparisonRow"][];
        };
        /** @description One fine-tuning run: base columns, and `ft_…`, `pt_…`, `delta_…` and `group_…_delta_…` of its metrics. */
        ComparisonRow: {
            run_id?: string;
            /** @description `YYYY-MM-DD HH:MM:SS`, without a time zone. */
            timestamp?: string | null;
            comparison_model_size?: string | null;
            comparison_metric?: string | null;
            comparison_model_recipe?: string | null;
            ckpt_data?: string | null;
            ckpt_params?: string | null;
            ckpt_steps?: string | number | boolean | null;
            seed?: string | null;
            lr?: string | null;
            ft_steps_list?: (number | null)[] | null;
            ft_lrs_list?: (number | null)[] | null;
            ft_toks_list?: (number | null)[] | null;
            ft_loss_list?: (number | null)[] | null;
            matched_group_name?: string | null;
        } & {
            [key: string]: (number | string | boolean | (number | null)[]) | null;
        };
        ComparisonLists: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["ComparisonColumns"];
        };
        /** @description One list for each column, all of the same length. */
        ComparisonColumns: {
            run_id?: string[];
            timestamp?: (string | null)[];
            comparison_model_size?: (string | null)[];
            comparison_metric?: (string | null)[];
            comparison_model_recipe?: (string | null)[];
            ckpt_data?: (string | null)[];
            ckpt_params?: (string | null)[];
            ckpt_steps?: (string | number | boolean | null)[];
            seed?: (string | null)[];
            lr?: (string | null)[];
            ft_steps_list?: ((number | null)[] | null)[];
            ft_lrs_list?: ((number | null)[] | null)[];
            ft_toks_list?: ((number | null)[] | null)[];
            ft_loss_list?: ((number | null)[] | null)[];
            matched_group_name?: (string | null)[];
        } & {
            [key: string]: ((number | string | boolean | (number | null)[]) | null)[];
        };
        CatalogRecords: {
            meta: components["schemas"]["Meta"];
            data: {
                [key: string]: (number | string | boolean | (number | null)[]) | null;
            }[];
        };
        CatalogLists: {
            meta: components["schemas"]["Meta"];
            data: {
                [key: string]: ((number | string | boolean | (number | null)[]) | null)[];
            };
        };
        /** @description By parameter, every name with its number of rows. */
        CatalogFacets: {
            meta: {
                /**
                 * @example evaluations
                 * @example comparisons
                 */
                dataset: string;
                /**
                 * @description The first 16 digits of the data file's SHA-256.
                 * @example f49cec17f801f1ce
                 */
                version: string;
                /** @description Rows of this response. */
                rows: number;
                filters: components["schemas"]["Filters"];
                /**
                 * @description The origin of the data file, from the manifest beside it.
                 * @example synthetic stand-in
                 */
                provenance: string;
            };
            data: {
                [key: string]: ({
                    value: string;
                    /** @description Rows with this value under all filters; with `counts=exclusive` under the filters of the other parameters. */
                    rows: number;
                } & {
                    [key: string]: unknown;
                })[];
            };
        };
        /** @description Every size, recipe and metric, in their default order, including those without rows. */
        Facets: {
            meta: components["schemas"]["FacetsMeta"];
            data: {
                params: {
                    value: string;
                    /** @description Rows with this value under all filters; with `counts=exclusive` under the filters of the other parameters. */
                    rows: number;
                    parameters: number | null;
                }[];
                data: {
                    value: string;
                    /** @description Rows with this value under all filters; with `counts=exclusive` under the filters of the other parameters. */
                    rows: number;
                    family: string | null;
                    aliases: string[];
                }[];
                metric: {
                    value: string;
                    /** @description Rows with this value under all filters; with `counts=exclusive` under the filters of the other parameters. */
                    rows: number;
                    /** @enum {string} */
                    kind: "perplexity" | "accuracy" | "probability" | "log-likelihood" | "margin" | "bits" | "other";
                    task: string | null;
                    measure: string;
                    unit: string;
                    higherIsBetter: boolean | null;
                    /** @description The share that guessing gets right. */
                    chance: number | null;
                }[];
            };
        };
        FacetsMeta: {
            /**
             * @example evaluations
             * @example comparisons
             */
            dataset: string;
            /**
             * @description The first 16 digits of the data file's SHA-256.
             * @example f49cec17f801f1ce
             */
            version: string;
            /** @description Rows of this response. */
            rows: number;
            filters: components["schemas"]["Filters"];
            /**
             * @description The origin of the data file, from the manifest beside it.
             * @example synthetic stand-in
             */
            provenance: string;
        };
        Datasets: {
            data: components["schemas"]["Dataset"][];
        };
        Dataset: {
            name: string;
            path: string;
            title: string;
            description: string | null;
            /**
             * @description The origin of the data file, from the manifest beside it.
             * @example synthetic stand-in
             */
            provenance: string;
            /** @description Whether the values are made up. */
            isSynthetic: boolean;
            source: string;
            /** @description The licence of DataDecide, also for synthetic data; null if a catalog has none. */
            licence: string | null;
            citation: string | null;
            /**
             * @description What holds the rows.
             * @example memory
             * @example duckdb
             */
            engine: string;
            /**
             * @description The first 16 digits of the data file's SHA-256.
             * @example f49cec17f801f1ce
             */
            version: string;
            file: {
                name: string;
                sha256: string | null;
                bytes: number;
            };
            rows: number;
            columns: {
                name: string;
                /** @enum {string} */
                type: "text" | "number" | "boolean" | "timestamp" | "list" | "mixed";
                /** @description Cells that are served as null. */
                nulls: number;
                /**
                 * @description `key` columns name a row, `measure` columns hold measured values, `attribute` columns describe the row.
                 * @enum {string}
                 */
                role: "key" | "attribute" | "measure";
                /**
                 * @description The metric of a measure of the comparisons, otherwise null.
                 * @example arc_easy_primary_metric
                 */
                metric: string | null;
                /** @description What such a column holds of its metric, otherwise null. */
                statistic: ("finetuned" | "pretrained" | "delta" | "group-mean-delta" | "group-median-delta" | "group-std-delta" | "group-mad-delta" | "pretrained-history") | null;
                unit: string | null;
                description: string | null;
            }[];
            /** Format: date-time */
            loadedAt: string;
        };
        DatasetByName: {
            data: components["schemas"]["Dataset"];
        };
        Health: {
            /** @constant */
            status: "ok";
            message: string;
            datasets: {
                evaluations: {
                    rows: number;
                    /**
                     * @description The origin of the data file, from the manifest beside it.
                     * @example synthetic stand-in
                     */
                    provenance: string;
                };
                comparisons: {
                    rows: number;
                    /**
                     * @description The origin of the data file, from the manifest beside it.
                     * @example synthetic stand-in
                     */
                    provenance: string;
                };
            } & {
                [key: string]: {
                    rows: number;
                    /**
                     * @description The origin of the data file, from the manifest beside it.
                     * @example synthetic stand-in
                     */
                    provenance: string;
                };
            };
        };
        OpenApi: {
            openapi: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description The requested byte range of a response that is sent whole. */
        PartialContent: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The client's copy is current. */
        NotModified: {
            headers: {
                /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                ETag: string;
                "Cache-Control": string;
                /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                "Accept-Ranges"?: "bytes" | "none";
                Vary: string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description `invalid-query`: The query has a mistake: an unknown parameter or value, or a range that is malformed or contradicts itself. The response lists all mistakes, with similar valid values.
         *
         *     `malformed-request`: The request is not valid HTTP/1.1, or is incomplete after the time allowed.
         *
         *     `limit-required`: The query selects more rows than one response may have. The detail has the largest `limit`, for pages of that size.
         */
        Problem400: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `method-not-allowed`: The method is neither GET, HEAD nor OPTIONS. */
        Problem405: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                Allow: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-acceptable`: The `Accept` header allows none of the formats. */
        Problem406: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `url-too-long`: The URL has more than 32 KiB. */
        Problem414: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `range-not-satisfiable`: The `Range` header has none of the bytes of the response; `Content-Range` has their number. */
        Problem416: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                /** @description The number of bytes. */
                "Content-Range": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `headers-too-large`: The request line and the headers have more than 256 KiB. */
        Problem431: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal-error`: The server failed. The log has the cause under the request id. */
        Problem500: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `source-changed`: The source of the dataset was changed, replaced or removed while the server ran. A response under way is cut off; the server has to be started again.
         *
         *     `not-ready`: The data is still loading; try again after `Retry-After` seconds.
         *
         *     `engine-busy`: All connections to the database of the dataset are in use; try again after `Retry-After` seconds.
         *
         *     `engine-unavailable`: The database of the dataset cannot be reached; try again after `Retry-After` seconds.
         */
        Problem503: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-found`: No route has this path. */
        Problem404: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `query-timeout`: The query was still running after the time that the server allows. Select fewer rows or metrics, or ask for a page. */
        Problem504: {
            headers: {
                "Cache-Control": string;
                /** @description The id of the request in the log. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.metric": string[];
        /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.params": string[];
        /**
         * @description params at least this.
         * @example 150M
         */
        "evaluations.params__gte": string;
        /**
         * @description params more than this.
         * @example 150M
         */
        "evaluations.params__gt": string;
        /**
         * @description params at most this.
         * @example 150M
         */
        "evaluations.params__lte": string;
        /**
         * @description params less than this.
         * @example 150M
         */
        "evaluations.params__lt": string;
        /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.data": string[];
        /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.step": number[];
        /**
         * @description step at least this.
         * @example 2500
         */
        "evaluations.step__gte": number;
        /**
         * @description step more than this.
         * @example 2500
         */
        "evaluations.step__gt": number;
        /**
         * @description step at most this.
         * @example 7500
         */
        "evaluations.step__lte": number;
        /**
         * @description step less than this.
         * @example 7500
         */
        "evaluations.step__lt": number;
        /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.tokens": number[];
        /**
         * @description tokens at least this.
         * @example 1000000000
         */
        "evaluations.tokens__gte": number;
        /**
         * @description tokens more than this.
         * @example 1000000000
         */
        "evaluations.tokens__gt": number;
        /**
         * @description tokens at most this.
         * @example 1000000000
         */
        "evaluations.tokens__lte": number;
        /**
         * @description tokens less than this.
         * @example 1000000000
         */
        "evaluations.tokens__lt": number;
        /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.compute": number[];
        /**
         * @description compute at least this.
         * @example 1000000000000000000
         */
        "evaluations.compute__gte": number;
        /**
         * @description compute more than this.
         * @example 1000000000000000000
         */
        "evaluations.compute__gt": number;
        /**
         * @description compute at most this.
         * @example 1000000000000000000
         */
        "evaluations.compute__lte": number;
        /**
         * @description compute less than this.
         * @example 1000000000000000000
         */
        "evaluations.compute__lt": number;
        /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "evaluations.value": number[];
        /**
         * @description value at least this.
         * @example 0.5
         */
        "evaluations.value__gte": number;
        /**
         * @description value more than this.
         * @example 0.5
         */
        "evaluations.value__gt": number;
        /**
         * @description value at most this.
         * @example 0.5
         */
        "evaluations.value__lte": number;
        /**
         * @description value less than this.
         * @example 0.5
         */
        "evaluations.value__lt": number;
        /**
         * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
         * @example common
         */
        "evaluations.checkpoint": "final" | "common";
        /**
         * @description `long` has a row for each checkpoint and metric, `wide` a row for each checkpoint and a column for each metric.
         * @example wide
         */
        "evaluations.shape": "long" | "wide";
        /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
        "long.columns": string[];
        /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
        "long.sort": string[];
        /**
         * @description Rows to skip at the start.
         * @example 20
         */
        "long.offset": number;
        /**
         * @description Maximum number of rows; by default unlimited.
         * @example 10
         */
        "long.limit": number;
        /**
         * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
         * @example parquet
         */
        "output.format": "json" | "columns" | "csv" | "ndjson" | "arrow" | "parquet";
        /**
         * @description 1 makes a browser save the response, under a file name that describes it.
         * @example 1
         */
        "output.download": "0" | "1";
        /** @description ETags of cached responses. If one of them is current, the response is a 304. */
        IfNoneMatch: string;
        /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
        "wide.columns": string[];
        /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
        "wide.sort": string[];
        /**
         * @description Rows to skip at the start.
         * @example 20
         */
        "wide.offset": number;
        /**
         * @description Maximum number of rows; by default unlimited.
         * @example 10
         */
        "wide.limit": number;
        /** @description Metrics; they choose columns. The name of a column of a metric selects that metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.metric": string[];
        /** @description Data recipes in the column ckpt_data, by name or alias. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.data": string[];
        /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.params": string[];
        /**
         * @description params at least this.
         * @example 150M
         */
        "comparisons.params__gte": string;
        /**
         * @description params more than this.
         * @example 150M
         */
        "comparisons.params__gt": string;
        /**
         * @description params at most this.
         * @example 150M
         */
        "comparisons.params__lte": string;
        /**
         * @description params less than this.
         * @example 150M
         */
        "comparisons.params__lt": string;
        /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.comparison_model_size": string[];
        /**
         * @description comparison_model_size at least this.
         * @example 150M
         */
        "comparisons.comparison_model_size__gte": string;
        /**
         * @description comparison_model_size more than this.
         * @example 150M
         */
        "comparisons.comparison_model_size__gt": string;
        /**
         * @description comparison_model_size at most this.
         * @example 150M
         */
        "comparisons.comparison_model_size__lte": string;
        /**
         * @description comparison_model_size less than this.
         * @example 150M
         */
        "comparisons.comparison_model_size__lt": string;
        /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ckpt_params": string[];
        /**
         * @description ckpt_params at least this.
         * @example 150M
         */
        "comparisons.ckpt_params__gte": string;
        /**
         * @description ckpt_params more than this.
         * @example 150M
         */
        "comparisons.ckpt_params__gt": string;
        /**
         * @description ckpt_params at most this.
         * @example 150M
         */
        "comparisons.ckpt_params__lte": string;
        /**
         * @description ckpt_params less than this.
         * @example 150M
         */
        "comparisons.ckpt_params__lt": string;
        /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.run_id": string[];
        /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.comparison_metric": string[];
        /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.comparison_model_recipe": string[];
        /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ckpt_data": string[];
        /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.matched_group_name": string[];
        /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ckpt_steps": number[];
        /**
         * @description ckpt_steps at least this.
         * @example 30000
         */
        "comparisons.ckpt_steps__gte": number;
        /**
         * @description ckpt_steps more than this.
         * @example 30000
         */
        "comparisons.ckpt_steps__gt": number;
        /**
         * @description ckpt_steps at most this.
         * @example 30000
         */
        "comparisons.ckpt_steps__lte": number;
        /**
         * @description ckpt_steps less than this.
         * @example 30000
         */
        "comparisons.ckpt_steps__lt": number;
        /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.seed": number[];
        /**
         * @description seed at least this.
         * @example 2
         */
        "comparisons.seed__gte": number;
        /**
         * @description seed more than this.
         * @example 2
         */
        "comparisons.seed__gt": number;
        /**
         * @description seed at most this.
         * @example 2
         */
        "comparisons.seed__lte": number;
        /**
         * @description seed less than this.
         * @example 2
         */
        "comparisons.seed__lt": number;
        /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.lr": number[];
        /**
         * @description lr at least this.
         * @example 5e-7
         */
        "comparisons.lr__gte": number;
        /**
         * @description lr more than this.
         * @example 5e-7
         */
        "comparisons.lr__gt": number;
        /**
         * @description lr at most this.
         * @example 5e-7
         */
        "comparisons.lr__lte": number;
        /**
         * @description lr less than this.
         * @example 5e-7
         */
        "comparisons.lr__lt": number;
        /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ft_tok_per_epoch": number[];
        /**
         * @description ft_tok_per_epoch at least this.
         * @example 10000000
         */
        "comparisons.ft_tok_per_epoch__gte": number;
        /**
         * @description ft_tok_per_epoch more than this.
         * @example 10000000
         */
        "comparisons.ft_tok_per_epoch__gt": number;
        /**
         * @description ft_tok_per_epoch at most this.
         * @example 10000000
         */
        "comparisons.ft_tok_per_epoch__lte": number;
        /**
         * @description ft_tok_per_epoch less than this.
         * @example 10000000
         */
        "comparisons.ft_tok_per_epoch__lt": number;
        /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ft_epochs": number[];
        /**
         * @description ft_epochs at least this.
         * @example 1
         */
        "comparisons.ft_epochs__gte": number;
        /**
         * @description ft_epochs more than this.
         * @example 1
         */
        "comparisons.ft_epochs__gt": number;
        /**
         * @description ft_epochs at most this.
         * @example 1
         */
        "comparisons.ft_epochs__lte": number;
        /**
         * @description ft_epochs less than this.
         * @example 1
         */
        "comparisons.ft_epochs__lt": number;
        /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ft_tok": number[];
        /**
         * @description ft_tok at least this.
         * @example 10000000
         */
        "comparisons.ft_tok__gte": number;
        /**
         * @description ft_tok more than this.
         * @example 10000000
         */
        "comparisons.ft_tok__gt": number;
        /**
         * @description ft_tok at most this.
         * @example 10000000
         */
        "comparisons.ft_tok__lte": number;
        /**
         * @description ft_tok less than this.
         * @example 10000000
         */
        "comparisons.ft_tok__lt": number;
        /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.ft_tok_real": number[];
        /**
         * @description ft_tok_real at least this.
         * @example 9132926
         */
        "comparisons.ft_tok_real__gte": number;
        /**
         * @description ft_tok_real more than this.
         * @example 9132926
         */
        "comparisons.ft_tok_real__gt": number;
        /**
         * @description ft_tok_real at most this.
         * @example 9132926
         */
        "comparisons.ft_tok_real__lte": number;
        /**
         * @description ft_tok_real less than this.
         * @example 9132926
         */
        "comparisons.ft_tok_real__lt": number;
        /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.abs_difference_ft_tokens_pct": number[];
        /**
         * @description abs_difference_ft_tokens_pct at least this.
         * @example 8.67074
         */
        "comparisons.abs_difference_ft_tokens_pct__gte": number;
        /**
         * @description abs_difference_ft_tokens_pct more than this.
         * @example 8.67074
         */
        "comparisons.abs_difference_ft_tokens_pct__gt": number;
        /**
         * @description abs_difference_ft_tokens_pct at most this.
         * @example 8.67074
         */
        "comparisons.abs_difference_ft_tokens_pct__lte": number;
        /**
         * @description abs_difference_ft_tokens_pct less than this.
         * @example 8.67074
         */
        "comparisons.abs_difference_ft_tokens_pct__lt": number;
        /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.pt_ft_toks": number[];
        /**
         * @description pt_ft_toks at least this.
         * @example 11806480000
         */
        "comparisons.pt_ft_toks__gte": number;
        /**
         * @description pt_ft_toks more than this.
         * @example 11806480000
         */
        "comparisons.pt_ft_toks__gt": number;
        /**
         * @description pt_ft_toks at most this.
         * @example 11806480000
         */
        "comparisons.pt_ft_toks__lte": number;
        /**
         * @description pt_ft_toks less than this.
         * @example 11806480000
         */
        "comparisons.pt_ft_toks__lt": number;
        /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.matched_group_id": number[];
        /**
         * @description matched_group_id at least this.
         * @example 2
         */
        "comparisons.matched_group_id__gte": number;
        /**
         * @description matched_group_id more than this.
         * @example 2
         */
        "comparisons.matched_group_id__gt": number;
        /**
         * @description matched_group_id at most this.
         * @example 2
         */
        "comparisons.matched_group_id__lte": number;
        /**
         * @description matched_group_id less than this.
         * @example 2
         */
        "comparisons.matched_group_id__lt": number;
        /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.matched_group_med_metric": number[];
        /**
         * @description matched_group_med_metric at least this.
         * @example 18.93642576993614
         */
        "comparisons.matched_group_med_metric__gte": number;
        /**
         * @description matched_group_med_metric more than this.
         * @example 18.93642576993614
         */
        "comparisons.matched_group_med_metric__gt": number;
        /**
         * @description matched_group_med_metric at most this.
         * @example 18.93642576993614
         */
        "comparisons.matched_group_med_metric__lte": number;
        /**
         * @description matched_group_med_metric less than this.
         * @example 18.93642576993614
         */
        "comparisons.matched_group_med_metric__lt": number;
        /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
        "comparisons.matched_group_avg_metric": number[];
        /**
         * @description matched_group_avg_metric at least this.
         * @example 18.953559108854787
         */
        "comparisons.matched_group_avg_metric__gte": number;
        /**
         * @description matched_group_avg_metric more than this.
         * @example 18.953559108854787
         */
        "comparisons.matched_group_avg_metric__gt": number;
        /**
         * @description matched_group_avg_metric at most this.
         * @example 18.953559108854787
         */
        "comparisons.matched_group_avg_metric__lte": number;
        /**
         * @description matched_group_avg_metric less than this.
         * @example 18.953559108854787
         */
        "comparisons.matched_group_avg_metric__lt": number;
        /**
         * @description Timestamps of the column timestamp.
         * @example [
         *       "2025-09-12 04:09:44"
         *     ]
         */
        "comparisons.timestamp": string[];
        /**
         * @description timestamp at least this.
         * @example 2025-09-12
         */
        "comparisons.timestamp__gte": string;
        /**
         * @description timestamp more than this.
         * @example 2025-09-12
         */
        "comparisons.timestamp__gt": string;
        /**
         * @description timestamp at most this.
         * @example 2025-09-12
         */
        "comparisons.timestamp__lte": string;
        /**
         * @description timestamp less than this.
         * @example 2025-09-12
         */
        "comparisons.timestamp__lt": string;
        /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
        "comparisons.columns": string[];
        /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
        "comparisons.sort": string[];
        /**
         * @description Rows to skip at the start.
         * @example 20
         */
        "comparisons.offset": number;
        /**
         * @description Maximum number of rows; by default unlimited.
         * @example 10
         */
        "comparisons.limit": number;
        /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
        "dataset.columns": string[];
        /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
        "dataset.sort": string[];
        /**
         * @description Rows to skip at the start.
         * @example 20
         */
        "dataset.offset": number;
        /**
         * @description Maximum number of rows; by default unlimited.
         * @example 10
         */
        "dataset.limit": number;
        /**
         * @description `inclusive`, the default, counts every list under all filters. `exclusive` leaves out a list's own filter: sizes are counted without `params` and its bounds, recipes without `data`, metrics without `metric`. `meta.rows` has all filters either way.
         * @example exclusive
         */
        "facets.counts": "inclusive" | "exclusive";
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getEvaluations: {
        parameters: {
            query?: {
                /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                step?: components["parameters"]["evaluations.step"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `long` has a row for each checkpoint and metric, `wide` a row for each checkpoint and a column for each metric.
                 * @example wide
                 */
                shape?: components["parameters"]["evaluations.shape"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["WideRecords"] | components["schemas"]["LongLists"] | components["schemas"]["WideLists"];
                    /**
                     * @example params,data,step,tokens,compute,metric,value
                     *     1B,"DCLM-Baseline (QC 7%, FW2)",5000,7208960000,5.090240888832e+19,pile-valppl,16.900441182686254
                     */
                    "text/csv": string;
                    /** @example {"params":"1B","data":"C4","step":5000,"tokens":7208960000,"compute":5.090240888832e+19,"metric":"pile-valppl","value":36.74701245403632} */
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                step?: components["parameters"]["evaluations.step"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `long` has a row for each checkpoint and metric, `wide` a row for each checkpoint and a column for each metric.
                 * @example wide
                 */
                shape?: components["parameters"]["evaluations.shape"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the response.
                 * @example csv
                 */
                extension: "json" | "columns" | "csv" | "ndjson" | "arrow" | "parquet";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["WideRecords"] | components["schemas"]["LongLists"] | components["schemas"]["WideLists"];
                    /**
                     * @example params,data,step,tokens,compute,metric,value
                     *     1B,"DCLM-Baseline (QC 7%, FW2)",5000,7208960000,5.090240888832e+19,pile-valppl,16.900441182686254
                     */
                    "text/csv": string;
                    /** @example {"params":"1B","data":"C4","step":5000,"tokens":7208960000,"compute":5.090240888832e+19,"metric":"pile-valppl","value":36.74701245403632} */
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSmallEvaluations: {
        parameters: {
            query?: {
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["LongLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSmallEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the response.
                 * @example csv
                 */
                extension: "json" | "columns" | "csv" | "ndjson" | "arrow" | "parquet";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["LongLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getUnmeltedEvaluations: {
        parameters: {
            query?: {
                /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                step?: components["parameters"]["evaluations.step"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["wide.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["wide.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["wide.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["wide.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WideRecords"] | components["schemas"]["WideLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getUnmeltedEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                step?: components["parameters"]["evaluations.step"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["wide.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["wide.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["wide.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["wide.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the response.
                 * @example csv
                 */
                extension: "json" | "columns" | "csv" | "ndjson" | "arrow" | "parquet";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WideRecords"] | components["schemas"]["WideLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getComparisons: {
        parameters: {
            query?: {
                /** @description Metrics; they choose columns. The name of a column of a metric selects that metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["comparisons.metric"];
                /** @description Data recipes in the column ckpt_data, by name or alias. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["comparisons.data"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["comparisons.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["comparisons.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["comparisons.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["comparisons.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["comparisons.params__lt"];
                /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_model_size?: components["parameters"]["comparisons.comparison_model_size"];
                /**
                 * @description comparison_model_size at least this.
                 * @example 150M
                 */
                comparison_model_size__gte?: components["parameters"]["comparisons.comparison_model_size__gte"];
                /**
                 * @description comparison_model_size more than this.
                 * @example 150M
                 */
                comparison_model_size__gt?: components["parameters"]["comparisons.comparison_model_size__gt"];
                /**
                 * @description comparison_model_size at most this.
                 * @example 150M
                 */
                comparison_model_size__lte?: components["parameters"]["comparisons.comparison_model_size__lte"];
                /**
                 * @description comparison_model_size less than this.
                 * @example 150M
                 */
                comparison_model_size__lt?: components["parameters"]["comparisons.comparison_model_size__lt"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_params?: components["parameters"]["comparisons.ckpt_params"];
                /**
                 * @description ckpt_params at least this.
                 * @example 150M
                 */
                ckpt_params__gte?: components["parameters"]["comparisons.ckpt_params__gte"];
                /**
                 * @description ckpt_params more than this.
                 * @example 150M
                 */
                ckpt_params__gt?: components["parameters"]["comparisons.ckpt_params__gt"];
                /**
                 * @description ckpt_params at most this.
                 * @example 150M
                 */
                ckpt_params__lte?: components["parameters"]["comparisons.ckpt_params__lte"];
                /**
                 * @description ckpt_params less than this.
                 * @example 150M
                 */
                ckpt_params__lt?: components["parameters"]["comparisons.ckpt_params__lt"];
                /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                run_id?: components["parameters"]["comparisons.run_id"];
                /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_metric?: components["parameters"]["comparisons.comparison_metric"];
                /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_model_recipe?: components["parameters"]["comparisons.comparison_model_recipe"];
                /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_data?: components["parameters"]["comparisons.ckpt_data"];
                /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_name?: components["parameters"]["comparisons.matched_group_name"];
                /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_steps?: components["parameters"]["comparisons.ckpt_steps"];
                /**
                 * @description ckpt_steps at least this.
                 * @example 30000
                 */
                ckpt_steps__gte?: components["parameters"]["comparisons.ckpt_steps__gte"];
                /**
                 * @description ckpt_steps more than this.
                 * @example 30000
                 */
                ckpt_steps__gt?: components["parameters"]["comparisons.ckpt_steps__gt"];
                /**
                 * @description ckpt_steps at most this.
                 * @example 30000
                 */
                ckpt_steps__lte?: components["parameters"]["comparisons.ckpt_steps__lte"];
                /**
                 * @description ckpt_steps less than this.
                 * @example 30000
                 */
                ckpt_steps__lt?: components["parameters"]["comparisons.ckpt_steps__lt"];
                /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                seed?: components["parameters"]["comparisons.seed"];
                /**
                 * @description seed at least this.
                 * @example 2
                 */
                seed__gte?: components["parameters"]["comparisons.seed__gte"];
                /**
                 * @description seed more than this.
                 * @example 2
                 */
                seed__gt?: components["parameters"]["comparisons.seed__gt"];
                /**
                 * @description seed at most this.
                 * @example 2
                 */
                seed__lte?: components["parameters"]["comparisons.seed__lte"];
                /**
                 * @description seed less than this.
                 * @example 2
                 */
                seed__lt?: components["parameters"]["comparisons.seed__lt"];
                /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                lr?: components["parameters"]["comparisons.lr"];
                /**
                 * @description lr at least this.
                 * @example 5e-7
                 */
                lr__gte?: components["parameters"]["comparisons.lr__gte"];
                /**
                 * @description lr more than this.
                 * @example 5e-7
                 */
                lr__gt?: components["parameters"]["comparisons.lr__gt"];
                /**
                 * @description lr at most this.
                 * @example 5e-7
                 */
                lr__lte?: components["parameters"]["comparisons.lr__lte"];
                /**
                 * @description lr less than this.
                 * @example 5e-7
                 */
                lr__lt?: components["parameters"]["comparisons.lr__lt"];
                /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok_per_epoch?: components["parameters"]["comparisons.ft_tok_per_epoch"];
                /**
                 * @description ft_tok_per_epoch at least this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__gte?: components["parameters"]["comparisons.ft_tok_per_epoch__gte"];
                /**
                 * @description ft_tok_per_epoch more than this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__gt?: components["parameters"]["comparisons.ft_tok_per_epoch__gt"];
                /**
                 * @description ft_tok_per_epoch at most this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__lte?: components["parameters"]["comparisons.ft_tok_per_epoch__lte"];
                /**
                 * @description ft_tok_per_epoch less than this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__lt?: components["parameters"]["comparisons.ft_tok_per_epoch__lt"];
                /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_epochs?: components["parameters"]["comparisons.ft_epochs"];
                /**
                 * @description ft_epochs at least this.
                 * @example 1
                 */
                ft_epochs__gte?: components["parameters"]["comparisons.ft_epochs__gte"];
                /**
                 * @description ft_epochs more than this.
                 * @example 1
                 */
                ft_epochs__gt?: components["parameters"]["comparisons.ft_epochs__gt"];
                /**
                 * @description ft_epochs at most this.
                 * @example 1
                 */
                ft_epochs__lte?: components["parameters"]["comparisons.ft_epochs__lte"];
                /**
                 * @description ft_epochs less than this.
                 * @example 1
                 */
                ft_epochs__lt?: components["parameters"]["comparisons.ft_epochs__lt"];
                /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok?: components["parameters"]["comparisons.ft_tok"];
                /**
                 * @description ft_tok at least this.
                 * @example 10000000
                 */
                ft_tok__gte?: components["parameters"]["comparisons.ft_tok__gte"];
                /**
                 * @description ft_tok more than this.
                 * @example 10000000
                 */
                ft_tok__gt?: components["parameters"]["comparisons.ft_tok__gt"];
                /**
                 * @description ft_tok at most this.
                 * @example 10000000
                 */
                ft_tok__lte?: components["parameters"]["comparisons.ft_tok__lte"];
                /**
                 * @description ft_tok less than this.
                 * @example 10000000
                 */
                ft_tok__lt?: components["parameters"]["comparisons.ft_tok__lt"];
                /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok_real?: components["parameters"]["comparisons.ft_tok_real"];
                /**
                 * @description ft_tok_real at least this.
                 * @example 9132926
                 */
                ft_tok_real__gte?: components["parameters"]["comparisons.ft_tok_real__gte"];
                /**
                 * @description ft_tok_real more than this.
                 * @example 9132926
                 */
                ft_tok_real__gt?: components["parameters"]["comparisons.ft_tok_real__gt"];
                /**
                 * @description ft_tok_real at most this.
                 * @example 9132926
                 */
                ft_tok_real__lte?: components["parameters"]["comparisons.ft_tok_real__lte"];
                /**
                 * @description ft_tok_real less than this.
                 * @example 9132926
                 */
                ft_tok_real__lt?: components["parameters"]["comparisons.ft_tok_real__lt"];
                /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                abs_difference_ft_tokens_pct?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct"];
                /**
                 * @description abs_difference_ft_tokens_pct at least this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__gte?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__gte"];
                /**
                 * @description abs_difference_ft_tokens_pct more than this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__gt?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__gt"];
                /**
                 * @description abs_difference_ft_tokens_pct at most this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__lte?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__lte"];
                /**
                 * @description abs_difference_ft_tokens_pct less than this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__lt?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__lt"];
                /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                pt_ft_toks?: components["parameters"]["comparisons.pt_ft_toks"];
                /**
                 * @description pt_ft_toks at least this.
                 * @example 11806480000
                 */
                pt_ft_toks__gte?: components["parameters"]["comparisons.pt_ft_toks__gte"];
                /**
                 * @description pt_ft_toks more than this.
                 * @example 11806480000
                 */
                pt_ft_toks__gt?: components["parameters"]["comparisons.pt_ft_toks__gt"];
                /**
                 * @description pt_ft_toks at most this.
                 * @example 11806480000
                 */
                pt_ft_toks__lte?: components["parameters"]["comparisons.pt_ft_toks__lte"];
                /**
                 * @description pt_ft_toks less than this.
                 * @example 11806480000
                 */
                pt_ft_toks__lt?: components["parameters"]["comparisons.pt_ft_toks__lt"];
                /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_id?: components["parameters"]["comparisons.matched_group_id"];
                /**
                 * @description matched_group_id at least this.
                 * @example 2
                 */
                matched_group_id__gte?: components["parameters"]["comparisons.matched_group_id__gte"];
                /**
                 * @description matched_group_id more than this.
                 * @example 2
                 */
                matched_group_id__gt?: components["parameters"]["comparisons.matched_group_id__gt"];
                /**
                 * @description matched_group_id at most this.
                 * @example 2
                 */
                matched_group_id__lte?: components["parameters"]["comparisons.matched_group_id__lte"];
                /**
                 * @description matched_group_id less than this.
                 * @example 2
                 */
                matched_group_id__lt?: components["parameters"]["comparisons.matched_group_id__lt"];
                /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_med_metric?: components["parameters"]["comparisons.matched_group_med_metric"];
                /**
                 * @description matched_group_med_metric at least this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__gte?: components["parameters"]["comparisons.matched_group_med_metric__gte"];
                /**
                 * @description matched_group_med_metric more than this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__gt?: components["parameters"]["comparisons.matched_group_med_metric__gt"];
                /**
                 * @description matched_group_med_metric at most this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__lte?: components["parameters"]["comparisons.matched_group_med_metric__lte"];
                /**
                 * @description matched_group_med_metric less than this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__lt?: components["parameters"]["comparisons.matched_group_med_metric__lt"];
                /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_avg_metric?: components["parameters"]["comparisons.matched_group_avg_metric"];
                /**
                 * @description matched_group_avg_metric at least this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__gte?: components["parameters"]["comparisons.matched_group_avg_metric__gte"];
                /**
                 * @description matched_group_avg_metric more than this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__gt?: components["parameters"]["comparisons.matched_group_avg_metric__gt"];
                /**
                 * @description matched_group_avg_metric at most this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__lte?: components["parameters"]["comparisons.matched_group_avg_metric__lte"];
                /**
                 * @description matched_group_avg_metric less than this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__lt?: components["parameters"]["comparisons.matched_group_avg_metric__lt"];
                /**
                 * @description Timestamps of the column timestamp.
                 * @example [
                 *       "2025-09-12 04:09:44"
                 *     ]
                 */
                timestamp?: components["parameters"]["comparisons.timestamp"];
                /**
                 * @description timestamp at least this.
                 * @example 2025-09-12
                 */
                timestamp__gte?: components["parameters"]["comparisons.timestamp__gte"];
                /**
                 * @description timestamp more than this.
                 * @example 2025-09-12
                 */
                timestamp__gt?: components["parameters"]["comparisons.timestamp__gt"];
                /**
                 * @description timestamp at most this.
                 * @example 2025-09-12
                 */
                timestamp__lte?: components["parameters"]["comparisons.timestamp__lte"];
                /**
                 * @description timestamp less than this.
                 * @example 2025-09-12
                 */
                timestamp__lt?: components["parameters"]["comparisons.timestamp__lt"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["comparisons.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["comparisons.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["comparisons.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["comparisons.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonRecords"] | components["schemas"]["ComparisonLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getComparisonsAs: {
        parameters: {
            query?: {
                /** @description Metrics; they choose columns. The name of a column of a metric selects that metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["comparisons.metric"];
                /** @description Data recipes in the column ckpt_data, by name or alias. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["comparisons.data"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["comparisons.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["comparisons.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["comparisons.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["comparisons.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["comparisons.params__lt"];
                /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_model_size?: components["parameters"]["comparisons.comparison_model_size"];
                /**
                 * @description comparison_model_size at least this.
                 * @example 150M
                 */
                comparison_model_size__gte?: components["parameters"]["comparisons.comparison_model_size__gte"];
                /**
                 * @description comparison_model_size more than this.
                 * @example 150M
                 */
                comparison_model_size__gt?: components["parameters"]["comparisons.comparison_model_size__gt"];
                /**
                 * @description comparison_model_size at most this.
                 * @example 150M
                 */
                comparison_model_size__lte?: components["parameters"]["comparisons.comparison_model_size__lte"];
                /**
                 * @description comparison_model_size less than this.
                 * @example 150M
                 */
                comparison_model_size__lt?: components["parameters"]["comparisons.comparison_model_size__lt"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_params?: components["parameters"]["comparisons.ckpt_params"];
                /**
                 * @description ckpt_params at least this.
                 * @example 150M
                 */
                ckpt_params__gte?: components["parameters"]["comparisons.ckpt_params__gte"];
                /**
                 * @description ckpt_params more than this.
                 * @example 150M
                 */
                ckpt_params__gt?: components["parameters"]["comparisons.ckpt_params__gt"];
                /**
                 * @description ckpt_params at most this.
                 * @example 150M
                 */
                ckpt_params__lte?: components["parameters"]["comparisons.ckpt_params__lte"];
                /**
                 * @description ckpt_params less than this.
                 * @example 150M
                 */
                ckpt_params__lt?: components["parameters"]["comparisons.ckpt_params__lt"];
                /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                run_id?: components["parameters"]["comparisons.run_id"];
                /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_metric?: components["parameters"]["comparisons.comparison_metric"];
                /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                comparison_model_recipe?: components["parameters"]["comparisons.comparison_model_recipe"];
                /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_data?: components["parameters"]["comparisons.ckpt_data"];
                /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_name?: components["parameters"]["comparisons.matched_group_name"];
                /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ckpt_steps?: components["parameters"]["comparisons.ckpt_steps"];
                /**
                 * @description ckpt_steps at least this.
                 * @example 30000
                 */
                ckpt_steps__gte?: components["parameters"]["comparisons.ckpt_steps__gte"];
                /**
                 * @description ckpt_steps more than this.
                 * @example 30000
                 */
                ckpt_steps__gt?: components["parameters"]["comparisons.ckpt_steps__gt"];
                /**
                 * @description ckpt_steps at most this.
                 * @example 30000
                 */
                ckpt_steps__lte?: components["parameters"]["comparisons.ckpt_steps__lte"];
                /**
                 * @description ckpt_steps less than this.
                 * @example 30000
                 */
                ckpt_steps__lt?: components["parameters"]["comparisons.ckpt_steps__lt"];
                /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                seed?: components["parameters"]["comparisons.seed"];
                /**
                 * @description seed at least this.
                 * @example 2
                 */
                seed__gte?: components["parameters"]["comparisons.seed__gte"];
                /**
                 * @description seed more than this.
                 * @example 2
                 */
                seed__gt?: components["parameters"]["comparisons.seed__gt"];
                /**
                 * @description seed at most this.
                 * @example 2
                 */
                seed__lte?: components["parameters"]["comparisons.seed__lte"];
                /**
                 * @description seed less than this.
                 * @example 2
                 */
                seed__lt?: components["parameters"]["comparisons.seed__lt"];
                /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                lr?: components["parameters"]["comparisons.lr"];
                /**
                 * @description lr at least this.
                 * @example 5e-7
                 */
                lr__gte?: components["parameters"]["comparisons.lr__gte"];
                /**
                 * @description lr more than this.
                 * @example 5e-7
                 */
                lr__gt?: components["parameters"]["comparisons.lr__gt"];
                /**
                 * @description lr at most this.
                 * @example 5e-7
                 */
                lr__lte?: components["parameters"]["comparisons.lr__lte"];
                /**
                 * @description lr less than this.
                 * @example 5e-7
                 */
                lr__lt?: components["parameters"]["comparisons.lr__lt"];
                /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok_per_epoch?: components["parameters"]["comparisons.ft_tok_per_epoch"];
                /**
                 * @description ft_tok_per_epoch at least this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__gte?: components["parameters"]["comparisons.ft_tok_per_epoch__gte"];
                /**
                 * @description ft_tok_per_epoch more than this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__gt?: components["parameters"]["comparisons.ft_tok_per_epoch__gt"];
                /**
                 * @description ft_tok_per_epoch at most this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__lte?: components["parameters"]["comparisons.ft_tok_per_epoch__lte"];
                /**
                 * @description ft_tok_per_epoch less than this.
                 * @example 10000000
                 */
                ft_tok_per_epoch__lt?: components["parameters"]["comparisons.ft_tok_per_epoch__lt"];
                /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_epochs?: components["parameters"]["comparisons.ft_epochs"];
                /**
                 * @description ft_epochs at least this.
                 * @example 1
                 */
                ft_epochs__gte?: components["parameters"]["comparisons.ft_epochs__gte"];
                /**
                 * @description ft_epochs more than this.
                 * @example 1
                 */
                ft_epochs__gt?: components["parameters"]["comparisons.ft_epochs__gt"];
                /**
                 * @description ft_epochs at most this.
                 * @example 1
                 */
                ft_epochs__lte?: components["parameters"]["comparisons.ft_epochs__lte"];
                /**
                 * @description ft_epochs less than this.
                 * @example 1
                 */
                ft_epochs__lt?: components["parameters"]["comparisons.ft_epochs__lt"];
                /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok?: components["parameters"]["comparisons.ft_tok"];
                /**
                 * @description ft_tok at least this.
                 * @example 10000000
                 */
                ft_tok__gte?: components["parameters"]["comparisons.ft_tok__gte"];
                /**
                 * @description ft_tok more than this.
                 * @example 10000000
                 */
                ft_tok__gt?: components["parameters"]["comparisons.ft_tok__gt"];
                /**
                 * @description ft_tok at most this.
                 * @example 10000000
                 */
                ft_tok__lte?: components["parameters"]["comparisons.ft_tok__lte"];
                /**
                 * @description ft_tok less than this.
                 * @example 10000000
                 */
                ft_tok__lt?: components["parameters"]["comparisons.ft_tok__lt"];
                /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                ft_tok_real?: components["parameters"]["comparisons.ft_tok_real"];
                /**
                 * @description ft_tok_real at least this.
                 * @example 9132926
                 */
                ft_tok_real__gte?: components["parameters"]["comparisons.ft_tok_real__gte"];
                /**
                 * @description ft_tok_real more than this.
                 * @example 9132926
                 */
                ft_tok_real__gt?: components["parameters"]["comparisons.ft_tok_real__gt"];
                /**
                 * @description ft_tok_real at most this.
                 * @example 9132926
                 */
                ft_tok_real__lte?: components["parameters"]["comparisons.ft_tok_real__lte"];
                /**
                 * @description ft_tok_real less than this.
                 * @example 9132926
                 */
                ft_tok_real__lt?: components["parameters"]["comparisons.ft_tok_real__lt"];
                /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                abs_difference_ft_tokens_pct?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct"];
                /**
                 * @description abs_difference_ft_tokens_pct at least this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__gte?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__gte"];
                /**
                 * @description abs_difference_ft_tokens_pct more than this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__gt?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__gt"];
                /**
                 * @description abs_difference_ft_tokens_pct at most this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__lte?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__lte"];
                /**
                 * @description abs_difference_ft_tokens_pct less than this.
                 * @example 8.67074
                 */
                abs_difference_ft_tokens_pct__lt?: components["parameters"]["comparisons.abs_difference_ft_tokens_pct__lt"];
                /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                pt_ft_toks?: components["parameters"]["comparisons.pt_ft_toks"];
                /**
                 * @description pt_ft_toks at least this.
                 * @example 11806480000
                 */
                pt_ft_toks__gte?: components["parameters"]["comparisons.pt_ft_toks__gte"];
                /**
                 * @description pt_ft_toks more than this.
                 * @example 11806480000
                 */
                pt_ft_toks__gt?: components["parameters"]["comparisons.pt_ft_toks__gt"];
                /**
                 * @description pt_ft_toks at most this.
                 * @example 11806480000
                 */
                pt_ft_toks__lte?: components["parameters"]["comparisons.pt_ft_toks__lte"];
                /**
                 * @description pt_ft_toks less than this.
                 * @example 11806480000
                 */
                pt_ft_toks__lt?: components["parameters"]["comparisons.pt_ft_toks__lt"];
                /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_id?: components["parameters"]["comparisons.matched_group_id"];
                /**
                 * @description matched_group_id at least this.
                 * @example 2
                 */
                matched_group_id__gte?: components["parameters"]["comparisons.matched_group_id__gte"];
                /**
                 * @description matched_group_id more than this.
                 * @example 2
                 */
                matched_group_id__gt?: components["parameters"]["comparisons.matched_group_id__gt"];
                /**
                 * @description matched_group_id at most this.
                 * @example 2
                 */
                matched_group_id__lte?: components["parameters"]["comparisons.matched_group_id__lte"];
                /**
                 * @description matched_group_id less than this.
                 * @example 2
                 */
                matched_group_id__lt?: components["parameters"]["comparisons.matched_group_id__lt"];
                /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_med_metric?: components["parameters"]["comparisons.matched_group_med_metric"];
                /**
                 * @description matched_group_med_metric at least this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__gte?: components["parameters"]["comparisons.matched_group_med_metric__gte"];
                /**
                 * @description matched_group_med_metric more than this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__gt?: components["parameters"]["comparisons.matched_group_med_metric__gt"];
                /**
                 * @description matched_group_med_metric at most this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__lte?: components["parameters"]["comparisons.matched_group_med_metric__lte"];
                /**
                 * @description matched_group_med_metric less than this.
                 * @example 18.93642576993614
                 */
                matched_group_med_metric__lt?: components["parameters"]["comparisons.matched_group_med_metric__lt"];
                /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                matched_group_avg_metric?: components["parameters"]["comparisons.matched_group_avg_metric"];
                /**
                 * @description matched_group_avg_metric at least this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__gte?: components["parameters"]["comparisons.matched_group_avg_metric__gte"];
                /**
                 * @description matched_group_avg_metric more than this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__gt?: components["parameters"]["comparisons.matched_group_avg_metric__gt"];
                /**
                 * @description matched_group_avg_metric at most this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__lte?: components["parameters"]["comparisons.matched_group_avg_metric__lte"];
                /**
                 * @description matched_group_avg_metric less than this.
                 * @example 18.953559108854787
                 */
                matched_group_avg_metric__lt?: components["parameters"]["comparisons.matched_group_avg_metric__lt"];
                /**
                 * @description Timestamps of the column timestamp.
                 * @example [
                 *       "2025-09-12 04:09:44"
                 *     ]
                 */
                timestamp?: components["parameters"]["comparisons.timestamp"];
                /**
                 * @description timestamp at least this.
                 * @example 2025-09-12
                 */
                timestamp__gte?: components["parameters"]["comparisons.timestamp__gte"];
                /**
                 * @description timestamp more than this.
                 * @example 2025-09-12
                 */
                timestamp__gt?: components["parameters"]["comparisons.timestamp__gt"];
                /**
                 * @description timestamp at most this.
                 * @example 2025-09-12
                 */
                timestamp__lte?: components["parameters"]["comparisons.timestamp__lte"];
                /**
                 * @description timestamp less than this.
                 * @example 2025-09-12
                 */
                timestamp__lt?: components["parameters"]["comparisons.timestamp__lt"];
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["comparisons.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["comparisons.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["comparisons.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["comparisons.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the response.
                 * @example csv
                 */
                extension: "json" | "columns" | "csv" | "ndjson" | "arrow" | "parquet";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonRecords"] | components["schemas"]["ComparisonLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getRows: {
        parameters: {
            query?: {
                /** @description The columns of the result, in this order: names, lists, wildcards. By default all of them. */
                columns?: components["parameters"]["dataset.columns"];
                /** @description Columns to sort by, with `-` for descending. Ties keep the default order. */
                sort?: components["parameters"]["dataset.sort"];
                /**
                 * @description Rows to skip at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["dataset.offset"];
                /**
                 * @description Maximum number of rows; by default unlimited.
                 * @example 10
                 */
                limit?: components["parameters"]["dataset.limit"];
                /**
                 * @description The format of the response. By default the extension of the path decides, then the `Accept` header.
                 * @example parquet
                 */
                format?: components["parameters"]["output.format"];
                /**
                 * @description 1 makes a browser save the response, under a file name that describes it.
                 * @example 1
                 */
                download?: components["parameters"]["output.download"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The name of a dataset.
                 * @example evaluations
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows of any dataset */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The next page, if the limit left rows out. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage; absent for cached responses. */
                    "Server-Timing"?: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogRecords"] | components["schemas"]["CatalogLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            504: components["responses"]["Problem504"];
        };
    };
    getFacetsOfDataset: {
        parameters: {
            query?: {
                /**
                 * @description `inclusive`, the default, counts every list under all filters. `exclusive` leaves out a list's own filter: sizes are counted without `params` and its bounds, recipes without `data`, metrics without `metric`. `meta.rows` has all filters either way.
                 * @example exclusive
                 */
                counts?: components["parameters"]["facets.counts"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The name of a dataset.
                 * @example evaluations
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names of any dataset, with their rows */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogFacets"];
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
            504: components["responses"]["Problem504"];
        };
    };
    getFacets: {
        parameters: {
            query?: {
                /** @description Metrics. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case is ignored, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                params?: components["parameters"]["evaluations.params"];
                /**
                 * @description params at least this.
                 * @example 150M
                 */
                params__gte?: components["parameters"]["evaluations.params__gte"];
                /**
                 * @description params more than this.
                 * @example 150M
                 */
                params__gt?: components["parameters"]["evaluations.params__gt"];
                /**
                 * @description params at most this.
                 * @example 150M
                 */
                params__lte?: components["parameters"]["evaluations.params__lte"];
                /**
                 * @description params less than this.
                 * @example 150M
                 */
                params__lt?: components["parameters"]["evaluations.params__lt"];
                /** @description Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                step?: components["parameters"]["evaluations.step"];
                /**
                 * @description step at least this.
                 * @example 2500
                 */
                step__gte?: components["parameters"]["evaluations.step__gte"];
                /**
                 * @description step more than this.
                 * @example 2500
                 */
                step__gt?: components["parameters"]["evaluations.step__gt"];
                /**
                 * @description step at most this.
                 * @example 7500
                 */
                step__lte?: components["parameters"]["evaluations.step__lte"];
                /**
                 * @description step less than this.
                 * @example 7500
                 */
                step__lt?: components["parameters"]["evaluations.step__lt"];
                /** @description Tokens seen, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                tokens?: components["parameters"]["evaluations.tokens"];
                /**
                 * @description tokens at least this.
                 * @example 1000000000
                 */
                tokens__gte?: components["parameters"]["evaluations.tokens__gte"];
                /**
                 * @description tokens more than this.
                 * @example 1000000000
                 */
                tokens__gt?: components["parameters"]["evaluations.tokens__gt"];
                /**
                 * @description tokens at most this.
                 * @example 1000000000
                 */
                tokens__lte?: components["parameters"]["evaluations.tokens__lte"];
                /**
                 * @description tokens less than this.
                 * @example 1000000000
                 */
                tokens__lt?: components["parameters"]["evaluations.tokens__lt"];
                /** @description FLOPs spent, as in the data. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                compute?: components["parameters"]["evaluations.compute"];
                /**
                 * @description compute at least this.
                 * @example 1000000000000000000
                 */
                compute__gte?: components["parameters"]["evaluations.compute__gte"];
                /**
                 * @description compute more than this.
                 * @example 1000000000000000000
                 */
                compute__gt?: components["parameters"]["evaluations.compute__gt"];
                /**
                 * @description compute at most this.
                 * @example 1000000000000000000
                 */
                compute__lte?: components["parameters"]["evaluations.compute__lte"];
                /**
                 * @description compute less than this.
                 * @example 1000000000000000000
                 */
                compute__lt?: components["parameters"]["evaluations.compute__lt"];
                /** @description Values of the metric; any number is valid. Repeat the parameter for several values, or separate them with commas; a row has to match one. */
                value?: components["parameters"]["evaluations.value"];
                /**
                 * @description value at least this.
                 * @example 0.5
                 */
                value__gte?: components["parameters"]["evaluations.value__gte"];
                /**
                 * @description value more than this.
                 * @example 0.5
                 */
                value__gt?: components["parameters"]["evaluations.value__gt"];
                /**
                 * @description value at most this.
                 * @example 0.5
                 */
                value__lte?: components["parameters"]["evaluations.value__lte"];
                /**
                 * @description value less than this.
                 * @example 0.5
                 */
                value__lt?: components["parameters"]["evaluations.value__lt"];
                /**
                 * @description `final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.
                 * @example common
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `inclusive`, the default, counts every list under all filters. `exclusive` leaves out a list's own filter: sizes are counted without `params` and its bounds, recipes without `data`, metrics without `metric`. `meta.rows` has all filters either way.
                 * @example exclusive
                 */
                counts?: components["parameters"]["facets.counts"];
            };
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every size, recipe and metric, with its rows under the given filters */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDatasets: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All datasets */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Datasets"];
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The name of a dataset.
                 * @example evaluations
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One dataset */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetByName"];
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether all data is loaded */
            200: {
                headers: {
                    "Cache-Control": string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus metrics */
            200: {
                headers: {
                    "Cache-Control": string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getExplorer: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explorer, a page with charts of the data */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page to try the routes */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of cached responses. If one of them is current, the response is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The typed client as one ES module */
            200: {
                headers: {
                    /** @description Equal for all spellings of a query, different for different data; strong where the response is sent whole, and then different for each content coding. */
                    ETag: string;
                    "Cache-Control": string;
                    /** @description `bytes` where the response is sent whole, `none` where it is streamed. */
                    "Accept-Ranges"?: "bytes" | "none";
                    Vary: string;
                    /** @description The id of the request in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/javascript": string;
                };
            };
            206: components["responses"]["PartialContent"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            416: components["responses"]["Problem416"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
}
