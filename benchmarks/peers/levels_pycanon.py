"""What pycanon finds in the Adult file, one JSON line per question: k, l, entropy l, the c of (c, l), and t.

The tests compare with these lines. To print them again, from the root of the repository:

    .venv/bin/python -c "import sys; sys.path.insert(0, 'benchmarks'); from peer_environments import peer_python; \\
        print(peer_python('pycanon'))"
    .venv-peers/pycanon/bin/python benchmarks/peers/levels_pycanon.py $NYHAVN_REFERENCE_DATA/sdc_arx_adult/adult.csv
"""

import json
import sys

import pandas as pd
from pycanon import anonymity

ALL = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"]
QUESTIONS = (
    (ALL, "salary-class"),
    (["sex", "age", "race"], "salary-class"),
    (["sex", "race"], "salary-class"),
    (["sex", "marital-status"], "occupation"),
    (["sex", "race"], "age"),
    (["race", "workclass"], "age"),
)


def main() -> None:
    """Print what is found."""
    adult = pd.read_csv(sys.argv[1], sep=";")
    for keys, sensitive in QUESTIONS:
        c, least = anonymity.recursive_c_l_diversity(adult, keys, [sensitive])
        found = {
            "keys": keys,
            "sensitive": sensitive,
            "k": int(anonymity.k_anonymity(adult, keys)),
            "l": int(least),
            "entropy_l": int(anonymity.entropy_l_diversity(adult, keys, [sensitive])),
            "c": None if pd.isna(c) else int(c),
            "t": float(anonymity.t_closeness(adult, keys, [sensitive])),
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
