"""Times Haechi's tokenizer beside its peers, interleaved, in processor seconds, and prints the ratios.

Usage: python3 Sources/python/peers_tokenizer.py MODEL TEXT [--haechi PATH] [--lite PATH --lite-model FILE] [--rounds N]

The sentencepiece package runs in this process; `haechi bench tokenizer --json` and, if given, the benchmark program
of SentencePiece Lite (`lite MODEL.fb TEXT REPEATS`, one line "lite lines ... MB/cpu-s") run as processes. To make
MODEL.fb: `sentencepiece.ConvertToFlatbuffer(model_file=MODEL, output_file=...)`.
"""

import argparse
import json
import re
import statistics
import subprocess
import time

import sentencepiece


def wheel(processor: sentencepiece.SentencePieceProcessor, lines: list[bytes]) -> dict[str, float]:
    megabytes = sum(map(len, lines)) / 1e6
    start = time.process_time()
    ids = [processor.encode(line) for line in lines]
    encoded = time.process_time()
    for row in ids:
        processor.decode(row)
    decoded = time.process_time()
    return {"encode": megabytes / (encoded - start), "decode": megabytes / (decoded - encoded)}


def haechi(path: str, model: str, text: str) -> dict[str, float]:
    command = [path, "bench", "tokenizer", "--model", model, "--text", text, "--iterations", "1", "--json"]
    found = json.loads(subprocess.check_output(command))
    return {"encode": found["encode_mb_per_s"], "decode": found["decode_mb_per_s"]}


def lite(path: str, model: str, text: str) -> dict[str, float]:
    output = subprocess.check_output([path, model, text, "1"], text=True)
    rates = dict(re.findall(r"^(lite lines|decode lines) .*? ([\d.]+) MB/cpu-s", output, re.M))
    return {"encode": float(rates["lite lines"]), "decode": float(rates["decode lines"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("text")
    parser.add_argument("--haechi", default=".build/release/haechi")
    parser.add_argument("--lite")
    parser.add_argument("--lite-model")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    lines = [line for line in open(options.text, "rb").read().split(b"\n") if line]
    processor = sentencepiece.SentencePieceProcessor(model_file=options.model)
    runs = {
        "haechi": lambda: haechi(options.haechi, options.model, options.text),
        f"sentencepiece {sentencepiece.__version__}": lambda: wheel(processor, lines),
    }
    if options.lite:
        runs["SentencePiece Lite"] = lambda: lite(options.lite, options.lite_model, options.text)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for _ in range(options.rounds):
        for name, run in runs.items():
            found[name].append(run())
    medians = {
        name: {work: statistics.median(row[work] for row in rows) for work in ("encode", "decode")}
        for name, rows in found.items()
    }
    print("| MB a processor second | encode | decode | haechi: encode | haechi: decode |")
    print("|---|--:|--:|--:|--:|")
    for name, rates in medians.items():
        ratios = [medians["haechi"][work] / rates[work] for work in ("encode", "decode")]
        print(
            f"| {name} | {rates['encode']:.1f} | {rates['decode']:.1f} | {ratios[0]:.2f} × | {ratios[1]:.2f} × |"
        )


if __name__ == "__main__":
    main()
