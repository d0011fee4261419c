/**
 * Every name that a pickle may use, and under which module each pandas and numpy version writes it. The list is
 * exact: a name that does not stand here is refused before anything is made of it, also one from an allowed module.
 */

/** This project's name for a thing: the places it is pickled from, as `module name`. */
export const PLACES = {
  bytes: ["builtins bytes", "__builtin__ bytes"],
  bytearray: ["builtins bytearray", "__builtin__ bytearray"],
  slice: ["builtins slice", "__builtin__ slice"],
  "codecs.encode": ["_codecs encode"],
  "datetime.datetime": ["datetime datetime"],
  "datetime.date": ["datetime date"],

  "numpy.dtype": ["numpy dtype"],
  "numpy.ndarray": ["numpy ndarray"],
  "numpy.reconstruct": ["numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct"],
  "numpy.frombuffer": ["numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"],
  "numpy.scalar": ["numpy.core.multiarray scalar", "numpy._core.multiarray scalar"],

  "pandas.DataFrame": ["pandas.core.frame DataFrame", "pandas DataFrame"],
  "pandas.BlockManager": ["pandas.core.internals.managers BlockManager"],
  "pandas.unpickle_block": ["pandas._libs.internals _unpickle_block"],
  "pandas.new_Index": ["pandas.core.indexes.base _new_Index"],
  "pandas.new_DatetimeIndex": ["pandas.core.indexes.datetimes _new_DatetimeIndex"],
  "pandas.new_IntervalIndex": ["pandas.core.indexes.interval _new_IntervalIndex"],
  "pandas.unpickle_NDArrayBacked": ["pandas._libs.arrays __pyx_unpickle_NDArrayBacked"],
  "pandas.NA": ["pandas._libs.missing NA", "pandas NA"],
  "pandas.nat_unpickle": [
    "pandas._libs.tslibs.nattype __nat_unpickle",
    "pandas._libs.tslibs.nattype _nat_unpickle",
  ],
  "pandas.unpickle_timestamp": ["pandas._libs.tslibs.timestamps _unpickle_timestamp"],

  "pandas.DatetimeArray": ["pandas.core.arrays.datetimes DatetimeArray", "pandas.arrays DatetimeArray"],
  "pandas.TimedeltaArray": ["pandas.core.arrays.timedeltas TimedeltaArray", "pandas.arrays TimedeltaArray"],
  "pandas.PeriodArray": ["pandas.core.arrays.period PeriodArray", "pandas.arrays PeriodArray"],
  "pandas.IntervalArray": ["pandas.core.arrays.interval IntervalArray", "pandas.arrays IntervalArray"],
  "pandas.Categorical": ["pandas.core.arrays.categorical Categorical", "pandas Categorical"],
  "pandas.StringArray": ["pandas.core.arrays.string_ StringArray", "pandas.arrays StringArray"],
  "pandas.StringArrayNumpySemantics": ["pandas.core.arrays.string_ StringArrayNumpySemantics"],
  "pandas.IntegerArray": ["pandas.core.arrays.integer IntegerArray", "pandas.arrays IntegerArray"],
  "pandas.FloatingArray": ["pandas.core.arrays.floating FloatingArray", "pandas.arrays FloatingArray"],
  "pandas.BooleanArray": ["pandas.core.arrays.boolean BooleanArray", "pandas.arrays BooleanArray"],
  "pandas.ArrowStringArray": [
    "pandas.core.arrays.string_arrow ArrowStringArray",
    "pandas.arrays ArrowStringArray",
  ],
  "pandas.ArrowStringArrayNumpySemantics": ["pandas.core.arrays.string_arrow ArrowStringArrayNumpySemantics"],
  "pandas.ArrowExtensionArray": [
    "pandas.core.arrays.arrow.array ArrowExtensionArray",
    "pandas.arrays ArrowExtensionArray",
  ],

  "pandas.CategoricalDtype": ["pandas.core.dtypes.dtypes CategoricalDtype", "pandas CategoricalDtype"],
  "pandas.DatetimeTZDtype": ["pandas.core.dtypes.dtypes DatetimeTZDtype", "pandas DatetimeTZDtype"],
  "pandas.PeriodDtype": ["pandas.core.dtypes.dtypes PeriodDtype", "pandas PeriodDtype"],
  "pandas.IntervalDtype": ["pandas.core.dtypes.dtypes IntervalDtype", "pandas IntervalDtype"],
  "pandas.StringDtype": ["pandas.core.arrays.string_ StringDtype", "pandas StringDtype"],
  "pandas.BooleanDtype": ["pandas.core.arrays.boolean BooleanDtype", "pandas BooleanDtype"],
  "pandas.ArrowDtype": [
    "pandas.core.arrays.arrow.dtype ArrowDtype",
    "pandas.core.dtypes.dtypes ArrowDtype",
    "pandas ArrowDtype",
  ],
  "pandas.IntegerDtype": [
    ...["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"].flatMap((width) => [
      `pandas.core.arrays.integer ${width}Dtype`,
      `pandas ${width}Dtype`,
    ]),
  ],
  "pandas.FloatingDtype": [
    ...["Float32", "Float64"].flatMap((width) => [
      `pandas.core.arrays.floating ${width}Dtype`,
      `pandas ${width}Dtype`,
    ]),
  ],

  "pandas.Index": ["pandas.core.indexes.base Index", "pandas Index"],
  "pandas.NumericIndex": [
    "pandas.core.indexes.numeric Int64Index",
    "pandas.core.indexes.numeric UInt64Index",
    "pandas.core.indexes.numeric Float64Index",
  ],
  "pandas.RangeIndex": ["pandas.core.indexes.range RangeIndex", "pandas RangeIndex"],
  "pandas.MultiIndex": ["pandas.core.indexes.multi MultiIndex", "pandas MultiIndex"],
  "pandas.CategoricalIndex": ["pandas.core.indexes.category CategoricalIndex", "pandas CategoricalIndex"],
  "pandas.DatetimeIndex": ["pandas.core.indexes.datetimes DatetimeIndex", "pandas DatetimeIndex"],
  "pandas.TimedeltaIndex": ["pandas.core.indexes.timedeltas TimedeltaIndex", "pandas TimedeltaIndex"],
  "pandas.PeriodIndex": ["pandas.core.indexes.period PeriodIndex", "pandas PeriodIndex"],
  "pandas.IntervalIndex": ["pandas.core.indexes.interval IntervalIndex", "pandas IntervalIndex"],

  "pyarrow.chunked_array": ["pyarrow.lib chunked_array"],
  "pyarrow.restore_array": ["pyarrow.lib _restore_array"],
  "pyarrow.py_buffer": ["pyarrow.lib py_buffer"],
  "pyarrow.type_for_alias": ["pyarrow.lib type_for_alias"],

  // Read so that the message can say what the file holds instead; no column is made of them.
  "pandas.Series": ["pandas.core.series Series", "pandas Series"],
  "pandas.SingleBlockManager": ["pandas.core.internals.managers SingleBlockManager"],

  // Parts of a row index or of a column with a time zone, and never looked into.
  "datetime.timezone": ["datetime timezone"],
  "datetime.timedelta": ["datetime timedelta"],
  "pytz.zone": ["pytz _UTC", "pytz _p"],
  "pandas.offset": [
    ...["Day", "Hour", "Minute", "Second", "Milli", "Micro", "Nano", "BusinessDay", "Week"],
    ...["MonthBegin", "MonthEnd", "BusinessMonthBegin", "BusinessMonthEnd"],
    ...["QuarterBegin", "QuarterEnd", "YearBegin", "YearEnd"],
    ...["BQuarterBegin", "BQuarterEnd", "BYearBegin", "BYearEnd", "SemiMonthBegin", "SemiMonthEnd"],
  ].map((offset) => `pandas._libs.tslibs.offsets ${offset}`),
} as const satisfies Record<string, readonly string[]>;

export type AllowedName = keyof typeof PLACES;
