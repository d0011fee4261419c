/**
 * The names that a pickle may use, with the modules in which versions of pandas and numpy have them. The list is exact: any
 * other name is refused as soon as it is read, also one from a module of the list.
 */

/** By the project's own name: the paths of a class or function, as `module name`. */
export const ALLOWED_NAMES = {
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
  "pyarrow.timestamp": ["pyarrow.lib timestamp"],
  "pyarrow.list_": ["pyarrow.lib list_"],
  "pyarrow.large_list": ["pyarrow.lib large_list"],
  "pyarrow.dictionary": ["pyarrow.lib dictionary"],
  "pyarrow.field": ["pyarrow.lib field"],

  // For error messages that name the column or the content of the file; never read.
  "pandas.Series": ["pandas.core.series Series", "pandas Series"],
  "pandas.SingleBlockManager": ["pandas.core.internals.managers SingleBlockManager"],
  "pandas.SparseArray": ["pandas.core.arrays.sparse.array SparseArray", "pandas.arrays SparseArray"],
  "pandas.SparseDtype": [
    "pandas.core.arrays.sparse.dtype SparseDtype",
    "pandas.core.dtypes.dtypes SparseDtype",
    "pandas SparseDtype",
  ],
  "pandas.SparseIndex": ["pandas._libs.sparse IntIndex", "pandas._libs.sparse BlockIndex"],
  "pandas.Interval": ["pandas._libs.interval Interval", "pandas Interval"],
  "pandas.unpickle_Interval": ["pandas._libs.interval __pyx_unpickle_IntervalMixin"],
  "pandas.Period": ["pandas._libs.tslibs.period Period", "pandas Period"],
  "pandas.unpickle_timedelta": ["pandas._libs.tslibs.timedeltas _timedelta_unpickle"],
  "pyarrow.decimal": ["pyarrow.lib decimal128", "pyarrow.lib decimal256"],
  "pyarrow.struct": ["pyarrow.lib struct"],
  "pyarrow.map_": ["pyarrow.lib map_"],
  "pyarrow.binary": ["pyarrow.lib binary"],
  set: ["builtins set", "__builtin__ set"],
  frozenset: ["builtins frozenset", "__builtin__ frozenset"],
  complex: ["builtins complex", "__builtin__ complex"],
  "decimal.Decimal": ["decimal Decimal"],
  "uuid.UUID": ["uuid UUID"],
  "datetime.time": ["datetime time"],

  // Parts of a row index or of a time zone; never interpreted.
  "datetime.timezone": ["datetime timezone"],
  "datetime.timedelta": ["datetime timedelta"],
  "zoneinfo.ZoneInfo": ["zoneinfo ZoneInfo"],
  // Refused when it is called, except for the attribute by which zoneinfo pickles a zone.
  getattr: ["builtins getattr", "__builtin__ getattr"],
  "pytz.zone": ["pytz _UTC", "pytz _p", "pytz FixedOffset"],
  "dateutil.zone": [
    ...["tzutc", "tzoffset", "tzlocal", "tzfile", "_ttinfo"].map((name) => `dateutil.tz.tz ${name}`),
    ...["tzfile", "_unpickle"].map((name) => `dateutil.tz._tzfile ${name}`),
  ],
  "dateutil.relativedelta": ["dateutil.relativedelta relativedelta"],
  "pandas.offset": [
    ...[
      "Day",
      "Hour",
      "Minute",
      "Second",
      "Milli",
      "Micro",
      "Nano",
      "Week",
      "WeekOfMonth",
      "LastWeekOfMonth",
    ],
    ...["BusinessDay", "BusinessHour", "CustomBusinessDay", "CustomBusinessHour", "DateOffset", "Easter"],
    ...["MonthBegin", "MonthEnd", "BusinessMonthBegin", "BusinessMonthEnd", "SemiMonthBegin", "SemiMonthEnd"],
    ...["CustomBusinessMonthBegin", "CustomBusinessMonthEnd", "FY5253", "FY5253Quarter"],
    ...["QuarterBegin", "QuarterEnd", "BQuarterBegin", "BQuarterEnd"],
    ...["HalfYearBegin", "HalfYearEnd", "BHalfYearBegin", "BHalfYearEnd"],
    ...["YearBegin", "YearEnd", "BYearBegin", "BYearEnd"],
  ].flatMap((offset) => [`pandas._libs.tslibs.offsets ${offset}`, `pandas ${offset}`]),
} as const satisfies Record<string, readonly string[]>;

export type AllowedName = keyof typeof ALLOWED_NAMES;
