"""Noise on the cells of tables: by cell keys, by rounding, and with a proof (differential privacy)."""

from nyhavn.engine.confidentiality.noise.amounts import check_amounts, whole_amounts
from nyhavn.engine.confidentiality.noise.cell_key import perturb_counts
from nyhavn.engine.confidentiality.noise.cells import NoisyTable, Tabulated, tabulate
from nyhavn.engine.confidentiality.noise.keys import ORDER_KEY, RECORD_KEY, with_keys
from nyhavn.engine.confidentiality.noise.ledger import Ledger, is_begun, open_ledger
from nyhavn.engine.confidentiality.noise.private import private_tables
from nyhavn.engine.confidentiality.noise.ptable import PTable
from nyhavn.engine.confidentiality.noise.ptable_text import read_ptable
from nyhavn.engine.confidentiality.noise.question import Clipped, Mechanism, PrivateTable, Question
from nyhavn.engine.confidentiality.noise.rounding import round_at_random, round_controlled
from nyhavn.engine.confidentiality.noise.sum_key import Summed, perturb_sums, tabulate_sums

__all__ = [
    "ORDER_KEY",
    "RECORD_KEY",
    "Clipped",
    "Ledger",
    "Mechanism",
    "NoisyTable",
    "PTable",
    "PrivateTable",
    "Question",
    "Summed",
    "Tabulated",
    "check_amounts",
    "is_begun",
    "open_ledger",
    "perturb_counts",
    "perturb_sums",
    "private_tables",
    "read_ptable",
    "round_at_random",
    "round_controlled",
    "tabulate",
    "tabulate_sums",
    "whole_amounts",
    "with_keys",
]
