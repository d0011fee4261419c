/** The types of the HTTP interface, generated from docs/openapi.json by scripts/client-types.mjs. */

export interface paths {
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
    "/api/visualize/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations of checkpoints, long or wide
         * @description One row per checkpoint and metric, or with `shape=wide` one per checkpoint. Complete without a `limit`: without any parameter it sends all rows.
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
    "/api/visualize/data.{ending}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations of checkpoints, long or wide, in the format of the ending
         * @description One row per checkpoint and metric, or with `shape=wide` one per checkpoint. Complete without a `limit`: without any parameter it sends all rows.
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
    "/api/visualize/data/small.{ending}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pile perplexity of Dolma1.7 at step 5000, in the format of the ending
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
         * Evaluations, a column per metric
         * @description Without any filter `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` are in force.
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
    "/api/visualize/data/unmelted.{ending}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations, a column per metric, in the format of the ending
         * @description Without any filter `data=Dolma1.7` and `params=10M,60M,150M,530M,1B` are in force.
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
         * Fine-tuning runs beside the checkpoints they began from
         * @description One row per run; `metric` chooses columns. The filters besides `metric`, `params` and `data` are the base columns of the usual file.
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
    "/api/visualize/data/ft.{ending}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fine-tuning runs beside the checkpoints they began from, in the format of the ending
         * @description One row per run; `metric` chooses columns. The filters besides `metric`, `params` and `data` are the base columns of the usual file.
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
         * What the two datasets are
         * @description Source, licence, citation, file, rows and columns of both; it takes no parameter.
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
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The explorer: a page to look at the data
         * @description Charts and tables of both datasets, made of the other routes; its query is the state of the page.
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
         * @description The description of every route, OpenAPI 3.1.
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
         * A page to try the routes on
         * @description An interactive reference made of this document; it asks nothing of other servers.
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
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Hits, misses and bytes of the caches, and the memory in use, in Prometheus' text format.
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "ok";
            message: string;
            datasets: {
                evaluations: {
                    rows: number;
                    /**
                     * @description What the manifest beside the data file says of its origin.
                     * @example synthetic stand-in
                     */
                    provenance: string;
                };
                comparisons: {
                    rows: number;
                    /**
                     * @description What the manifest beside the data file says of its origin.
                     * @example synthetic stand-in
                     */
                    provenance: string;
                };
            };
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /**
             * @description A URN that ends in the problem's code.
             * @enum {string}
             */
            type: "urn:datadecide:problem:invalid-query" | "urn:datadecide:problem:not-found" | "urn:datadecide:problem:method-not-allowed" | "urn:datadecide:problem:not-acceptable" | "urn:datadecide:problem:url-too-long" | "urn:datadecide:problem:malformed-request" | "urn:datadecide:problem:headers-too-large" | "urn:datadecide:problem:internal-error" | "urn:datadecide:problem:not-ready";
            title: string;
            status: number;
            /** @description What is wrong this time. */
            detail: string;
            /** @description Path and query as they came. */
            instance: string | null;
            /** @description The mistakes of a query; otherwise empty. */
            errors: components["schemas"]["ParameterError"][];
        };
        ParameterError: {
            parameter: string;
            /** @description The value as it was sent. */
            value: string | null;
            /** @description What is wrong with it. */
            message: string;
            /** @description Near-by values that would have been understood. */
            suggestions: string[];
        };
        LongRecords: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["LongRow"][];
        };
        /** @description What an answer says of itself. */
        Meta: {
            /** @enum {string} */
            dataset: "evaluations" | "comparisons";
            /**
             * @description The first 16 digits of the data file's SHA-256.
             * @example f49cec17f801f1ce
             */
            version: string;
            /** @description Rows of this answer. */
            rows: number;
            /** @description Rows before `offset` and `limit`. */
            total: number;
            offset: number;
            limit: number | null;
            filters: components["schemas"]["Filters"];
            /**
             * @description What the manifest beside the data file says of its origin.
             * @example synthetic stand-in
             */
            provenance: string;
        };
        /**
         * @description The filters as they were understood, by parameter: a list of values, or an object of bounds (and `in` for values beside them).
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
        /** @description One metric of one checkpoint. Every row has the chosen columns, all of them without `columns`. */
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
            value?: number | null;
        };
        WideRecords: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["WideRow"][];
        };
        /** @description One checkpoint, with a column per metric. */
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
        /** @description A list per column, all of one length. */
        LongColumns: {
            params?: string[];
            data?: string[];
            step?: number[];
            tokens?: number[];
            compute?: number[];
            metric?: string[];
            value?: (number | null)[];
        };
        WideLists: {
            meta: components["schemas"]["Meta"];
            data: components["schemas"]["WideColumns"];
        };
        /** @description A list per column, all of one length. */
        WideColumns: {
            params?: string[];
            data?: string[];
            step?: number[];
            tokens?: number[];
            compute?: number[];
        } & {
            [key: string]: (number | null)[];
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
        /** @description A list per column, all of one length. */
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
        /** @description Every size, recipe and metric, in their usual order, zeros included. */
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
            /** @enum {string} */
            dataset: "evaluations" | "comparisons";
            /**
             * @description The first 16 digits of the data file's SHA-256.
             * @example f49cec17f801f1ce
             */
            version: string;
            /** @description Rows of this answer. */
            rows: number;
            filters: components["schemas"]["Filters"];
            /**
             * @description What the manifest beside the data file says of its origin.
             * @example synthetic stand-in
             */
            provenance: string;
        };
        Datasets: {
            data: components["schemas"]["Dataset"][];
        };
        Dataset: {
            /** @enum {string} */
            name: "evaluations" | "comparisons";
            path: string;
            title: string;
            /**
             * @description What the manifest beside the data file says of its origin.
             * @example synthetic stand-in
             */
            provenance: string;
            /** @description Whether the values are made up. */
            isSynthetic: boolean;
            source: string;
            /** @description Of DataDecide, which the data is of or stands in for. */
            licence: string;
            citation: string;
            file: {
                name: string;
                sha256: string;
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
            }[];
            /** Format: date-time */
            loadedAt: string;
        };
        OpenApi: {
            openapi: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /**
         * @description `invalid-query`: The query has a mistake: an unknown parameter or value, a range that is malformed or contradicts itself. All mistakes come together, with near-by values.
         *
         *     `malformed-request`: What arrived is not HTTP/1.1, or did not arrive whole in time.
         */
        Problem400: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
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
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                Allow: string;
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
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `headers-too-large`: Request line and headers have more than 256 KiB. */
        Problem431: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal-error`: The server failed; the log has the reason under the request id. */
        Problem500: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-ready`: The data is still loading; `Retry-After` says when to try again. */
        Problem503: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                /** @description Seconds. */
                "Retry-After": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The client has the answer already. */
        NotModified: {
            headers: {
                /** @description Weak; the same for all spellings of a query, another one for other data. */
                ETag: string;
                "Cache-Control": string;
                Vary: string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description `not-acceptable`: The `Accept` header names nothing that is served. */
        Problem406: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-found`: The path is none of the routes. */
        Problem404: {
            headers: {
                "Cache-Control": string;
                /** @description The id under which the log knows the request. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "evaluations.metric": string[];
        /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "evaluations.data": string[];
        /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
         * @description Only the last step that has a value, for each size, recipe and metric.
         * @example final
         */
        "evaluations.checkpoint": "final";
        /**
         * @description `long` has a row per checkpoint and metric, `wide` a row per checkpoint and a column per metric.
         * @example wide
         */
        "evaluations.shape": "long" | "wide";
        /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
        "long.columns": string[];
        /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
        "long.sort": string[];
        /**
         * @description Rows to leave out at the start.
         * @example 20
         */
        "long.offset": number;
        /**
         * @description The most rows to send; no limit without it.
         * @example 10
         */
        "long.limit": number;
        /**
         * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
         * @example columns
         */
        "answer.format": "json" | "columns" | "csv" | "ndjson" | "arrow";
        /**
         * @description 1 lets a browser save the answer under a telling name rather than show it.
         * @example 1
         */
        "answer.download": "0" | "1";
        /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
        IfNoneMatch: string;
        /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
        "wide.columns": string[];
        /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
        "wide.sort": string[];
        /**
         * @description Rows to leave out at the start.
         * @example 20
         */
        "wide.offset": number;
        /**
         * @description The most rows to send; no limit without it.
         * @example 10
         */
        "wide.limit": number;
        /** @description Names of metrics; they choose columns. The name of one column of a metric means the metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.metric": string[];
        /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Data recipes in the column ckpt_data, under any of their names. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.data": string[];
        /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.run_id": string[];
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
        /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.comparison_metric": string[];
        /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.comparison_model_recipe": string[];
        /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.ckpt_data": string[];
        /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; any of them fits. */
        "comparisons.matched_group_name": string[];
        /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
        /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
        "comparisons.columns": string[];
        /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
        "comparisons.sort": string[];
        /**
         * @description Rows to leave out at the start.
         * @example 20
         */
        "comparisons.offset": number;
        /**
         * @description The most rows to send; no limit without it.
         * @example 10
         */
        "comparisons.limit": number;
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
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All data is loaded. */
            200: {
                headers: {
                    "Cache-Control": string;
                    /** @description The id under which the log knows the request. */
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
    getEvaluations: {
        parameters: {
            query?: {
                /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `long` has a row per checkpoint and metric, `wide` a row per checkpoint and a column per metric.
                 * @example wide
                 */
                shape?: components["parameters"]["evaluations.shape"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
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
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `long` has a row per checkpoint and metric, `wide` a row per checkpoint and a column per metric.
                 * @example wide
                 */
                shape?: components["parameters"]["evaluations.shape"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the answer.
                 * @example csv
                 */
                ending: "json" | "columns" | "csv" | "ndjson" | "arrow";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
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
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSmallEvaluations: {
        parameters: {
            query?: {
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["LongLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSmallEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["long.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["long.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["long.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["long.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the answer.
                 * @example csv
                 */
                ending: "json" | "columns" | "csv" | "ndjson" | "arrow";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LongRecords"] | components["schemas"]["LongLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getUnmeltedEvaluations: {
        parameters: {
            query?: {
                /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["wide.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["wide.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["wide.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["wide.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WideRecords"] | components["schemas"]["WideLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getUnmeltedEvaluationsAs: {
        parameters: {
            query?: {
                /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["wide.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["wide.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["wide.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["wide.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the answer.
                 * @example csv
                 */
                ending: "json" | "columns" | "csv" | "ndjson" | "arrow";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WideRecords"] | components["schemas"]["WideLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getComparisons: {
        parameters: {
            query?: {
                /** @description Names of metrics; they choose columns. The name of one column of a metric means the metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["comparisons.metric"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes in the column ckpt_data, under any of their names. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["comparisons.data"];
                /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                run_id?: components["parameters"]["comparisons.run_id"];
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
                /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                comparison_metric?: components["parameters"]["comparisons.comparison_metric"];
                /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                comparison_model_recipe?: components["parameters"]["comparisons.comparison_model_recipe"];
                /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                ckpt_data?: components["parameters"]["comparisons.ckpt_data"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                matched_group_name?: components["parameters"]["comparisons.matched_group_name"];
                /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["comparisons.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["comparisons.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["comparisons.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["comparisons.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonRecords"] | components["schemas"]["ComparisonLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            406: components["responses"]["Problem406"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getComparisonsAs: {
        parameters: {
            query?: {
                /** @description Names of metrics; they choose columns. The name of one column of a metric means the metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["comparisons.metric"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes in the column ckpt_data, under any of their names. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["comparisons.data"];
                /** @description Values of the column run_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                run_id?: components["parameters"]["comparisons.run_id"];
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
                /** @description Model sizes in the column comparison_model_size. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column comparison_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                comparison_metric?: components["parameters"]["comparisons.comparison_metric"];
                /** @description Values of the column comparison_model_recipe. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                comparison_model_recipe?: components["parameters"]["comparisons.comparison_model_recipe"];
                /** @description Values of the column ckpt_data. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                ckpt_data?: components["parameters"]["comparisons.ckpt_data"];
                /** @description Model sizes in the column ckpt_params. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ckpt_steps. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column seed. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column lr. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok_per_epoch. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_epochs. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column ft_tok_real. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column abs_difference_ft_tokens_pct. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column pt_ft_toks. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_name. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                matched_group_name?: components["parameters"]["comparisons.matched_group_name"];
                /** @description Values of the column matched_group_id. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_med_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the column matched_group_avg_metric. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description The columns of the answer, in this order; names, lists, wildcards. All of them without it. */
                columns?: components["parameters"]["comparisons.columns"];
                /** @description Columns to sort by, `-` in front for descending; ties stay in the usual order. */
                sort?: components["parameters"]["comparisons.sort"];
                /**
                 * @description Rows to leave out at the start.
                 * @example 20
                 */
                offset?: components["parameters"]["comparisons.offset"];
                /**
                 * @description The most rows to send; no limit without it.
                 * @example 10
                 */
                limit?: components["parameters"]["comparisons.limit"];
                /**
                 * @description The format of the answer. Without it the ending of the path decides, then the `Accept` header.
                 * @example columns
                 */
                format?: components["parameters"]["answer.format"];
                /**
                 * @description 1 lets a browser save the answer under a telling name rather than show it.
                 * @example 1
                 */
                download?: components["parameters"]["answer.download"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The format of the answer.
                 * @example csv
                 */
                ending: "json" | "columns" | "csv" | "ndjson" | "arrow";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description Rows before `offset` and `limit`. */
                    "X-Total-Count": number;
                    /** @description The rows after these, where a limit cut the answer. */
                    Link?: string;
                    /** @description With `download=1`. */
                    "Content-Disposition"?: string;
                    /** @description Milliseconds of each stage, where the answer was made anew. */
                    "Server-Timing"?: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonRecords"] | components["schemas"]["ComparisonLists"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getFacets: {
        parameters: {
            query?: {
                /** @description Names of metrics. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                metric?: components["parameters"]["evaluations.metric"];
                /** @description Model sizes. Case does not count, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Data recipes, under any of their names. Case does not count, a plus may arrive as a space, a whole value that is a name is never split at its commas, `*` stands for any run of characters. Repeat the parameter for several values, or separate them with commas; any of them fits. */
                data?: components["parameters"]["evaluations.data"];
                /** @description Training steps that the data has. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Tokens seen, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description FLOPs spent, as the data has them. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                /** @description Values of the metric, any number. Repeat the parameter for several values, or separate them with commas; any of them fits. */
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
                 * @description Only the last step that has a value, for each size, recipe and metric.
                 * @example final
                 */
                checkpoint?: components["parameters"]["evaluations.checkpoint"];
                /**
                 * @description `inclusive`, the default, counts every list under all filters. `exclusive` leaves out a list's own filter: sizes are counted without `params` and its bounds, recipes without `data`, metrics without `metric`. `meta.rows` has all filters either way.
                 * @example exclusive
                 */
                counts?: components["parameters"]["facets.counts"];
            };
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDatasets: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the two datasets are */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Datasets"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getExplorer: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explorer: a page to look at the data */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
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
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of answers that are at hand; if one of them is still true the answer is a 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page to try the routes on */
            200: {
                headers: {
                    /** @description Weak; the same for all spellings of a query, another one for other data. */
                    ETag: string;
                    "Cache-Control": string;
                    Vary: string;
                    /** @description The id under which the log knows the request. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["Problem400"];
            405: components["responses"]["Problem405"];
            414: components["responses"]["Problem414"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
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
            /** @description The figures of this timestamp. */
            200: {
                headers: {
                    "Cache-Control": string;
                    /** @description The id under which the log knows the request. */
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
}
