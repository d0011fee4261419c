/** Example responses over the shipped data, for the OpenAPI document. Each summary is the request; a test sends it. */

type JsonExamples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;

export interface DataExample {
  readonly json: JsonExamples;
  /** By the name of a text format. */
  readonly [format: string]: JsonExamples | string;
}

function metaOf(rows: number, filters: object) {
  const dataset = "evaluations";
  const version = "f49cec17f801f1ce";
  return {
    dataset,
    version,
    rows,
    total: rows,
    offset: 0,
    limit: null,
    filters,
    provenance: "synthetic stand-in",
  };
}

const CHECKPOINT = { step: 5000, tokens: 7208960000, compute: 5.090240888832e19 };
const PILE = "pile-valppl";
const ONE_STEP = { metric: [PILE], params: ["1B"] };

/** By operation. */
export const DATA_EXAMPLES: Readonly<Record<string, DataExample>> = {
  getEvaluations: {
    json: {
      commaInName: {
        summary:
          "GET /api/visualize/data?metric=pile-valppl&params=1B&step=5000&data=C4&data=DCLM-Baseline%20(QC%207%25,%20FW2)&columns=params,data,step,value",
        value: {
          meta: metaOf(2, { ...ONE_STEP, data: ["C4", "DCLM-Baseline (QC 7%, FW2)"], step: [5000] }),
          data: [
            { params: "1B", data: "C4", step: 5000, value: 36.74701245403632 },
            { params: "1B", data: "DCLM-Baseline (QC 7%, FW2)", step: 5000, value: 16.900441182686254 },
          ],
        },
      },
      wide: {
        summary:
          "GET /api/visualize/data?shape=wide&metric=pile-valppl,arc_easy_acc_raw&data=Falcon%2BCC%20(QC%2010%25)&params=1B&step=5000",
        value: {
          meta: metaOf(1, {
            metric: [PILE, "arc_easy_acc_raw"],
            params: ["1B"],
            data: ["Falcon+CC (QC 10%)"],
            step: [5000],
          }),
          data: [
            {
              params: "1B",
              data: "Falcon+CC (QC 10%)",
              ...CHECKPOINT,
              [PILE]: 27.833305171874688,
              arc_easy_acc_raw: 0.5258136924803591,
            },
          ],
        },
      },
      columns: {
        summary:
          "GET /api/visualize/data?metric=pile-valppl&params=1B&step=5000&data=C4&columns=step,value&format=columns",
        value: {
          meta: metaOf(1, { ...ONE_STEP, data: ["C4"], step: [5000] }),
          data: { step: [5000], value: [36.74701245403632] },
        },
      },
    },
    csv: 'params,data,step,tokens,compute,metric,value\r\n1B,"DCLM-Baseline (QC 7%, FW2)",5000,7208960000,5.090240888832e+19,pile-valppl,16.900441182686254\r\n',
    ndjson:
      '{"params":"1B","data":"C4","step":5000,"tokens":7208960000,"compute":5.090240888832e+19,"metric":"pile-valppl","value":36.74701245403632}\n',
  },
  getSmallEvaluations: {
    json: {
      one: {
        summary: "GET /api/visualize/data/small?params=1B",
        value: {
          meta: metaOf(1, { ...ONE_STEP, data: ["Dolma1.7"], step: [5000] }),
          data: [{ params: "1B", data: "Dolma1.7", ...CHECKPOINT, metric: PILE, value: 12.574213520769721 }],
        },
      },
    },
  },
  getUnmeltedEvaluations: {
    json: {
      plusInName: {
        summary: "GET /api/visualize/data/unmelted?metric=pile-valppl&params=1B&data=Falcon%2BCC&step=5000",
        value: {
          meta: metaOf(1, { ...ONE_STEP, data: ["Falcon+CC"], step: [5000] }),
          data: [{ params: "1B", data: "Falcon+CC", ...CHECKPOINT, [PILE]: 25.29327370842834 }],
        },
      },
    },
  },
  getComparisons: {
    json: {
      one: {
        summary:
          "GET /api/visualize/data/ft?metric=arc_challenge_acc_uncond&data=DCLM-Baseline%20(QC%207%25,%20FW2)&columns=run_id,ckpt_data,delta_*&limit=1",
        value: {
          meta: {
            ...metaOf(1, { metric: ["arc_challenge_acc_uncond"], data: ["DCLM-Baseline (QC 7%, FW2)"] }),
            dataset: "comparisons",
            version: "cd6bc7969fb8a936",
            total: 10,
            limit: 1,
          },
          data: [
            {
              run_id: "250905-220008_match_60M_pile_finetune_10Mtx1_DD-dclm_qc7p_fw2-300M-12500-1",
              ckpt_data: "DCLM-Baseline (QC 7%, FW2)",
              delta_arc_challenge_acc_uncond: 0.005972696221842988,
            },
          ],
        },
      },
    },
  },
};

export const FACETS_EXAMPLE: JsonExamples = {
  shortened: {
    summary: "One entry of each list",
    value: {
      meta: {
        dataset: "evaluations",
        version: "f49cec17f801f1ce",
        rows: 1787286,
        filters: {},
        provenance: "synthetic stand-in",
      },
      data: {
        params: [{ value: "4M", rows: 40650, parameters: 4000000 }],
        data: [{ value: "C4", rows: 71664, family: "c4", aliases: [] }],
        metric: [
          {
            value: "boolq_acc_raw",
            rows: 7125,
            kind: "accuracy",
            task: "boolq",
            measure: "acc_raw",
            unit: "share",
            higherIsBetter: true,
            chance: 0.5,
          },
        ],
      },
    },
  },
};
