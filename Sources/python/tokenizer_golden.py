"""Writes the goldens of TokenizationTests with the sentencepiece package.

Usage: python3 Sources/python/tokenizer_golden.py Tests/TokenizationTests/Goldens

Reads from that folder lines.txt (text to train on), inputs.json (texts to encode) and haechi.model (what
Haechi's BPETrainer makes of lines.txt); writes
  sentencepiece-bpe.model  what sentencepiece makes of lines.txt with the settings of haechi.model
  unigram.model            a unigram model with a character map and user-defined symbols
  encodings.json           what sentencepiece gives for the inputs with each model
"""

import hashlib
import json
import pathlib
import sys

import sentencepiece

VERSION = "0.2.3"

CHARACTER_MAP = [("ＡＢ", "AB"), ("①", "1"), ("ﬁ", "fi"), ("　", " "), ("\t", " "), ("…", "..."), ("ㆍ", "·")]


def train(folder: pathlib.Path, name: str, **settings) -> None:
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "lines.txt"),
        model_prefix=str(folder / name),
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
        **settings,
    )
    (folder / f"{name}.vocab").unlink()


def train_all(folder: pathlib.Path) -> None:
    train(
        folder,
        "sentencepiece-bpe",
        model_type="bpe",
        vocab_size=1100,
        byte_fallback=True,
        split_digits=True,
        remove_extra_whitespaces=False,
        normalization_rule_name="identity",
        control_symbols=["<|pred|>", "<|safe|>"],
    )
    rules = folder / "rules.tsv"
    rules.write_text(
        "".join(
            " ".join(f"{ord(c):X}" for c in source) + "\t" + " ".join(f"{ord(c):X}" for c in target) + "\n"
            for source, target in CHARACTER_MAP
        )
    )
    train(
        folder,
        "unigram",
        model_type="unigram",
        vocab_size=590,
        normalization_rule_tsv=str(rules),
        user_defined_symbols=["<구분>", "해치"],
    )
    rules.unlink()


def encodings(path: pathlib.Path, inputs: list[str]) -> dict:
    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    ids = [list(processor.encode(text)) for text in inputs]
    return {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "ids": ids,
        "normalized": [processor.normalize(text) for text in inputs],
        "decoded": [processor.decode(row) for row in ids],
    }


def main() -> None:
    if sentencepiece.__version__ != VERSION:
        sys.exit(f"These goldens are those of sentencepiece {VERSION}, not {sentencepiece.__version__}.")
    folder = pathlib.Path(sys.argv[1])
    inputs = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))
    train_all(folder)
    models = ["haechi.model", "sentencepiece-bpe.model", "unigram.model"]
    golden = {"sentencepiece": VERSION, "models": {name: encodings(folder / name, inputs) for name in models}}
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    (folder / "encodings.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
