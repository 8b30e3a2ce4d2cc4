"""Writes piece-text.json of the tokenizer's goldens with the sentencepiece package.

Usage: python3 Sources/python/piece_text_golden.py Tests/TokenizationTests/Goldens

For each text of inputs.json and each model: pieces, begin and end of each, the normalized text's offsets in characters,
and begin and end of each piece in the decoded text.
"""

import json
import pathlib
import sys

import sentencepiece

VERSION = "0.2.3"
EXTRA = ["ﬁﬁ  ①…x", "힣ﬁ힣①힣", "  …  끝  ", "ＡＢ①\u0000b", "가\u10348나", "🏳️‍🌈 꽑", "　　　", "a…", "…"]


def main() -> None:
    assert sentencepiece.__version__ == VERSION
    folder = pathlib.Path(sys.argv[1])
    texts = json.loads((folder / "inputs.json").read_text()) + EXTRA
    rows = {}
    for name in ["haechi.model", "sentencepiece-bpe.model", "unigram.model"]:
        processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / name))
        rows[name] = []
        for text in texts:
            proto = processor.EncodeAsProto(text)
            ids = [piece.id for piece in proto.pieces]
            decoded = processor.DecodeIdsAsProto(ids)
            _, offsets = processor.Normalize(text, with_offsets=True)
            rows[name].append(
                {
                    "pieces": [piece.piece for piece in proto.pieces],
                    "begins": [piece.begin for piece in proto.pieces],
                    "ends": [piece.end for piece in proto.pieces],
                    "normalized": offsets,
                    "decoded": [[piece.begin, piece.end] for piece in decoded.pieces],
                }
            )
    result = {"sentencepiece": VERSION, "texts": texts, "models": rows}
    (folder / "piece-text.json").write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")))


main()
