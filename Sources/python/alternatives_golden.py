"""Writes nbest.json of the tokenizer's goldens with the sentencepiece package.

Usage: python3 Sources/python/alternatives_golden.py Tests/TokenizationTests/Goldens

For each text of inputs.json and each size: the ids and the score of the n best cuts under unigram.model. The texts of
repetitions have many cuts of the same score, whose order is that of the package's queue.
"""

import json
import pathlib
import sys

import sentencepiece

VERSION = "0.2.3"
EXTRA = ["ㅋㅋㅋㅋㅋㅋㅋㅋ", "하하하하하하하하하하", "a a a a a a a", "나나나나나나 가가가가가", "해치" * 30, "이 " * 40]
SIZES = [1, 2, 5, 64, 300]


def main() -> None:
    assert sentencepiece.__version__ == VERSION
    folder = pathlib.Path(sys.argv[1])
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "unigram.model"))
    texts = json.loads((folder / "inputs.json").read_text()) + EXTRA
    rows = []
    for text in texts:
        for size in SIZES:
            if size > 5 and len(text) > 24 and text not in EXTRA:
                continue
            proto = processor.NBestEncodeAsProto(text, nbest_size=size)
            ids = [[piece.id for piece in best.pieces] for best in proto.nbests]
            scores = [best.score for best in proto.nbests]
            # Long lists by their first and last cuts and a checksum of all.
            checksum = 0
            for row in ids:
                for number in row + [-1]:
                    checksum = ((checksum ^ (number & 0xFFFFFFFF)) * 0x100000001B3) % (1 << 64)
            rows.append(
                {
                    "text": text, "size": size, "count": len(ids), "best": ids[0] if ids else [],
                    "last": ids[-1] if ids else [], "scores": [scores[0], scores[-1]] if scores else [],
                    "checksum": f"{checksum:016x}",
                }
            )
    (folder / "nbest.json").write_text(json.dumps({"sentencepiece": VERSION, "rows": rows}, ensure_ascii=False, indent=0))


main()
