"""Random meddling with a registry's file, each of which a verification must notice."""

import random
import sqlite3
from collections.abc import Callable

type Meddler = Callable[[sqlite3.Connection, random.Random], None]

ROWS = 20  # the statements of the registry that is meddled with
HEADS = (5, 12, 20)


def flip_a_bit(database: sqlite3.Connection, chance: random.Random) -> None:
    """Turn one bit of a statement's body, salt or leaf."""
    column, position = chance.choice(["body", "salt", "leaf"]), chance.randrange(ROWS)
    _flip(database, chance, "statement", column, f"position = {position}")


def replace_a_cell(database: sqlite3.Connection, chance: random.Random) -> None:
    """Put something else into a statement: nothing, text, a number, the cell of another one."""
    column, position = chance.choice(["body", "salt", "leaf"]), chance.randrange(ROWS)
    other = f"(SELECT {column} FROM statement WHERE position = {(position + chance.randrange(1, ROWS)) % ROWS})"
    cell = chance.choice(["x''", "'text'", "17", other, "NULL" if column != "leaf" else "0.5"])
    database.execute(f"UPDATE statement SET {column} = {cell} WHERE position = {position}")


def delete_a_row(database: sqlite3.Connection, chance: random.Random) -> None:
    """Drop some statements and keep the heads."""
    first = chance.randrange(ROWS)
    database.execute(f"DELETE FROM statement WHERE position BETWEEN {first} AND {first + chance.randrange(4)}")


def insert_a_row(database: sqlite3.Connection, chance: random.Random) -> None:
    """Add a statement where none was: at the end, beyond it, below zero, between two, under a word."""
    position = chance.choice([ROWS, ROWS, ROWS + 7, -1, -(2**62), chance.randrange(ROWS) + 0.5, "'first'"])
    database.execute(f"INSERT INTO statement SELECT {position}, leaf, salt, body FROM statement WHERE position = {chance.randrange(ROWS)}")


def make_room_for_a_row(database: sqlite3.Connection, chance: random.Random) -> None:
    """Slip a statement in between and renumber what follows."""
    position = chance.randrange(ROWS)
    database.execute(f"UPDATE statement SET position = -(position + 1) - 1000 WHERE position >= {position}")
    database.execute("UPDATE statement SET position = -position - 1000 WHERE position < -999")
    database.execute(f"INSERT INTO statement SELECT {position}, leaf, salt, body FROM statement WHERE position = {position + 1}")


def reorder_rows(database: sqlite3.Connection, chance: random.Random) -> None:
    """Let two statements change places, whole."""
    one, other = chance.sample(range(ROWS), 2)
    for old, new in ((one, -7), (other, one), (-7, other)):
        database.execute(f"UPDATE statement SET position = {new} WHERE position = {old}")


def change_a_head(database: sqlite3.Connection, chance: random.Random) -> None:
    """Turn a bit of a head, move it to another size, or empty it."""
    size = chance.choice(HEADS)
    match chance.randrange(3):
        case 0:
            _flip(database, chance, "head", chance.choice(["root", "peaks"]), f"size = {size}")
        case 1:
            other = chance.choice([each for each in range(1, ROWS + 9) if each not in HEADS] + ["'all'", -3, 0, 4.5])
            database.execute(f"UPDATE head SET size = {other} WHERE size = {size}")
        case _:
            database.execute(f"UPDATE head SET root = {chance.choice(['x', ''])}'00' WHERE size = {size}")


def drop_the_last_head(database: sqlite3.Connection, chance: random.Random) -> None:
    """Drop the last heads, and keep the statements."""
    database.execute(f"DELETE FROM head WHERE size > {chance.choice([0, 5, 12])}")


def change_an_original(database: sqlite3.Connection, chance: random.Random) -> None:
    """Turn a bit of a file that was imported, rename it, or drop it."""
    match chance.randrange(3):
        case 0:
            _flip(database, chance, "original", "content", "1")
        case 1:
            database.execute("UPDATE original SET sha256 = ?", [chance.randbytes(32).hex()])
        case _:
            database.execute("DELETE FROM original")


MEDDLERS: tuple[Meddler, ...] = (
    flip_a_bit, flip_a_bit, replace_a_cell, delete_a_row, insert_a_row, make_room_for_a_row, reorder_rows, change_a_head,
    drop_the_last_head, change_an_original,
)  # fmt: skip


def _flip(database: sqlite3.Connection, chance: random.Random, table: str, column: str, where: str) -> None:
    [(cell,)] = database.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchall()
    place = chance.randrange(len(cell))
    changed = cell[:place] + bytes([cell[place] ^ 1 << chance.randrange(8)]) + cell[place + 1 :]
    database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [changed])
