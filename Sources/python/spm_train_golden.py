"""Trains small models with sentencepiece 0.2.3 and keeps their .vocab files as goldens, or checks a trainer.

  python3 spm_train_golden.py golden FOLDER          write FOLDER/training/*.vocab from FOLDER/lines.txt
  python3 spm_train_golden.py compare HAECHI TEXT    train with both on TEXT, compare .vocab and ids
  python3 spm_train_golden.py measure HAECHI TEXT    CPU seconds and peak memory of both, interleaved
"""
import os
import resource
import statistics
import subprocess
import sys
import tempfile

# The settings of TrainingGoldenTests.swift.
GOLDENS = {
    "bpe": "--model_type=bpe --vocab_size=700 --character_coverage=1",
    "bpe-options": "--model_type=bpe --vocab_size=900 --byte_fallback=true --split_digits=true "
    "--treat_whitespace_as_suffix=true --user_defined_symbols=<sep>,합니다 --normalization_rule_name=identity",
    "unigram": "--model_type=unigram --vocab_size=500 --num_threads=1",
    "unigram-options": "--model_type=unigram --vocab_size=800 --num_threads=1 --byte_fallback=true "
    "--split_by_unicode_script=false --split_by_number=false --max_sentencepiece_length=6 --pad_id=3 "
    "--normalization_rule_name=nfkc_cf",
    "unigram-lines": "--model_type=unigram --vocab_size=500 --num_threads=1 --split_by_whitespace=false",
    "word": "--model_type=word --vocab_size=300",
    "char": "--model_type=char --vocab_size=400",
}

# What `compare` trains beyond the goldens; the vocabulary suits texts of some megabytes.
FLAGS = [
    "--model_type=bpe --vocab_size=8000",
    "--model_type=bpe --vocab_size=8000 --byte_fallback=true --character_coverage=0.99",
    "--model_type=bpe --vocab_size=8000 --normalization_rule_name=nmt_nfkc_cf --split_digits=true",
    "--model_type=bpe --vocab_size=8000 --split_by_whitespace=false",
    "--model_type=bpe --vocab_size=8000 --byte_fallback=true --auto_character_coverage=true",
    "--model_type=bpe --vocab_size=8000 --allow_whitespace_only_pieces=true --remove_extra_whitespaces=false",
    "--model_type=unigram --vocab_size=8000",
    "--model_type=unigram --vocab_size=8000 --byte_fallback=true --split_digits=true",
    "--model_type=unigram --vocab_size=8000 --add_dummy_prefix=false --shrinking_factor=0.6",
    "--model_type=unigram --vocab_size=8000 --treat_whitespace_as_suffix=true",
    "--model_type=unigram --vocab_size=4000 --seed_sentencepiece_size=20000 --num_sub_iterations=3",
    "--model_type=unigram --vocab_size=4000 --pretokenization_delimiter=다 --control_symbols=<a>,<b>",
    "--model_type=word --vocab_size=8000",
    "--model_type=char --vocab_size=2000",
]


def peer(flags, text, prefix):
    code = (
        "import sentencepiece,sys;"
        f"sentencepiece.SentencePieceTrainer.train({flags!r} + ' --input={text} --model_prefix={prefix}"
        " --minloglevel=2')"
    )
    return [sys.executable, "-c", code]


def own(haechi, flags, text, prefix):
    return [haechi, "spm", "train", *flags.split(), f"--input={text}", f"--model_prefix={prefix}", "--num_threads=1"]


def run(command):
    """CPU seconds and peak MiB of a command."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {command}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def lines(path):
    with open(path, "rb") as file:
        return file.read().split(b"\n")


def golden(folder):
    os.makedirs(f"{folder}/training", exist_ok=True)
    for name, flags in GOLDENS.items():
        run(peer(flags, f"{folder}/lines.txt", f"{folder}/training/{name}"))
        os.remove(f"{folder}/training/{name}.model")


def compare(haechi, text):
    import sentencepiece

    texts = [line.decode("utf-8", "replace") for line in lines(text)[:3000]]
    with tempfile.TemporaryDirectory() as folder:
        for flags in FLAGS:
            peer_flags = flags + " --num_threads=1"
            run(peer(peer_flags, text, f"{folder}/peer"))
            run(own(haechi, flags, text, f"{folder}/own"))
            theirs, ours = lines(f"{folder}/peer.vocab"), lines(f"{folder}/own.vocab")
            pieces = len(set(l.split(b"\t")[0] for l in ours) ^ set(l.split(b"\t")[0] for l in theirs))
            a = sentencepiece.SentencePieceProcessor(model_file=f"{folder}/peer.model")
            b = sentencepiece.SentencePieceProcessor(model_file=f"{folder}/own.model")
            same = sum(a.encode(t) == b.encode(t) for t in texts)
            verdict = "equal" if ours == theirs else f"{pieces} pieces differ"
            print(f"{verdict:18} ids {same}/{len(texts)}  {flags}", flush=True)


def measure(haechi, text):
    with tempfile.TemporaryDirectory() as folder:
        for kind in ["bpe", "unigram"]:
            flags = f"--model_type={kind} --vocab_size=32000 --character_coverage=0.9995"
            results = {"own": [], "peer": []}
            for _ in range(3):
                results["peer"].append(run(peer(flags + " --num_threads=1", text, f"{folder}/peer")))
                results["own"].append(run(own(haechi, flags, text, f"{folder}/own")))
            equal = lines(f"{folder}/peer.vocab") == lines(f"{folder}/own.vocab")
            mine, theirs = ([statistics.median(x) for x in zip(*results[k])] for k in ("own", "peer"))
            print(
                f"{kind}: {mine[0]:.2f} s, {mine[1]:.0f} MiB; sentencepiece {theirs[0]:.2f} s, {theirs[1]:.0f} MiB "
                f"(with Python); {mine[0] / theirs[0]:.2f} of the time; .vocab {'equal' if equal else 'different'}"
            )


if __name__ == "__main__":
    {"golden": golden, "compare": compare, "measure": measure}[sys.argv[1]](*sys.argv[2:])
