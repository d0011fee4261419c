"""Changes Parquet files into what other writers than those at hand make."""

import fastparquet
from fastparquet import cencoding

LZ4_OF_HADOOP = 5


def keep_logical_types_alone(path):
    """Leaves the older, converted types out, as newer writers may."""

    def edit(footer, _):
        for element in footer.schema:
            element.converted_type = None

    rewrite(path, edit)


def frame_as_hadoop(path):
    """Puts sizes in front of the LZ4 blocks, as Hadoop and with it Spark do it, and names the codec so."""

    def edit(footer, content):
        pages = bytearray(b"PAR1")
        for group in footer.row_groups:
            for chunk in group.columns:
                move_chunk(chunk.meta_data, content, pages)
        return bytes(pages)

    rewrite(path, edit)


def state_rows(path, count):
    """Makes the footer of a file with one row group and one column state another number of rows."""

    def edit(footer, _):
        footer.num_rows = count
        for group in footer.row_groups:
            group.num_rows = count

    rewrite(path, edit)


def move_chunk(column, content, pages):
    start = column.dictionary_page_offset or column.data_page_offset
    reader = cencoding.NumpyIO(bytearray(content[start : start + column.total_compressed_size]))
    moved = {}
    new_start = len(pages)
    while reader.tell() < reader.len:
        old = start + reader.tell()
        header = cencoding.ThriftObject.from_buffer(reader, "PageHeader")
        body = bytes(reader.read(header.compressed_page_size))
        framed = header.uncompressed_page_size.to_bytes(4, "big") + len(body).to_bytes(4, "big") + body
        header.compressed_page_size = len(framed)
        moved[old] = len(pages)
        pages += bytes(header.to_bytes()) + framed
    column.codec = LZ4_OF_HADOOP
    column.total_compressed_size = len(pages) - new_start
    column.data_page_offset = moved[column.data_page_offset]
    if column.dictionary_page_offset:
        column.dictionary_page_offset = moved[column.dictionary_page_offset]


def rewrite(path, edit):
    """`edit` changes the footer in place and may return new bytes for everything before it."""
    footer = fastparquet.ParquetFile(path).fmd
    with open(path, "rb") as file:
        content = file.read()
    size = int.from_bytes(content[-8:-4], "little")
    body = edit(footer, content) or content[: -8 - size]
    encoded = bytes(footer.to_bytes())
    with open(path, "wb") as file:
        file.write(body + encoded + len(encoded).to_bytes(4, "little") + b"PAR1")
