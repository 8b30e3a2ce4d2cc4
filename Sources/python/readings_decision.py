"""Fits the weights of Lexicons/transformations/decision.tsv: when a reading is believed.

Positives are obfuscated sentences of KOTOX's training split and, for the transformations it lacks, clean ones
of it that this script obfuscates (keyboard, jamo apart, separators). Negatives are film reviews that the
language model did not see and the training utterances of 3i4K. The language model that makes the features
must not have seen KOTOX either, or its sentences would look easier than those to come:

    Readings train <(grep -v ^kotox Corpora/recipes/readings.tsv) --mirror DIR -o blind.model
    python3 readings_decision.py texts DIR OUT           # OUT/positive.txt synthetic.txt reviews.txt utterances.txt
    for n in positive synthetic reviews utterances; do
      Readings gains OUT/$n.txt OUT/$n.tsv --model blind.model; done
    python3 readings_decision.py fit OUT Lexicons/transformations/decision.tsv
"""
import csv, random, subprocess, sys
import numpy as np

KEYS = dict(zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ", "qwertyuiopasdfghjklzxcvbnmQWERTOP"))
ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = [""] + list("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
PARTS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ",
         "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}


def jamo(text):
    """The text with its syllables taken apart."""
    out = ""
    for c in text:
        i = ord(c) - 0xAC00
        out += ONSETS[i // 588] + VOWELS[i % 588 // 28] + CODAS[i % 28] if 0 <= i < 11172 else c
    return out


def keyed(text):
    """What the keys of a Korean text write with the keyboard switched to English."""
    return "".join("".join(KEYS.get(p, p) for p in PARTS.get(c, c)) for c in jamo(text))


def separated(word, draw):
    sign = draw.choice([".", "·", "1", "~", "^", "*", " ", "♥", "-", "_", "ㅡ", "@"])
    at = draw.randrange(1, len(word)) if len(word) > 1 else 0
    return word[:at] + sign + word[at:] if draw.random() < 0.5 else sign.join(word)


def synthetic(sentences, draw):
    for sentence in sentences:
        words = sentence.split(" ")
        kind = draw.randrange(3)
        if kind == 0:
            yield keyed(sentence)
        else:
            change = jamo if kind == 1 else lambda w: separated(w, draw)
            share = draw.choice([0.3, 0.6, 1])
            yield " ".join(change(w) if draw.random() < share else w for w in words)


def texts(mirror, out):
    draw = random.Random(1)
    rows = list(csv.DictReader(open(mirror + "/kotox/data/KOTOX/total/ko_obfs_augmented_total_train.csv")))
    write = lambda name, lines: open(f"{out}/{name}.txt", "w").write("\n".join(" ".join(l.split()) for l in lines) + "\n")
    write("positive", [r[c] for r in rows for c in ("neutral_obfuscated_texts", "toxic_obfuscated_texts")])
    clean = sorted({r[c] for r in rows for c in ("neutral", "toxic")})
    write("synthetic", synthetic(clean, draw))
    reviews = subprocess.run(["zstd", "-dc", mirror + "/raw/nsmc_raw_reviews.tsv.zst"], capture_output=True).stdout
    lines = [l.split("\t") for l in reviews.decode().split("\n")]
    write("reviews", [l[3] for i, l in enumerate(lines) if i % 25 == 12 and len(l) > 3 and l[3].strip()])
    lines = open(mirror + "/3i4k/data/train_val_test/fci_train_val.txt").read().split("\n")
    write("utterances", [l.split("\t")[1] for l in lines if "\t" in l])


def load(path):
    lines = open(path).read().split("\n")
    rows = [[float(v) for v in l.split("\t")] for l in lines[1:] if l]
    return np.clip(np.array(rows), -200, 200), len(lines) - 1, lines[0].split("\t")


def logistic(positive, negative, weight=30.0, l2=1e-4, rounds=80):
    x = np.vstack([positive, negative])
    y = np.r_[np.ones(len(positive)), np.zeros(len(negative))]
    scale = x.std(0) + 1e-6
    scale[0] = 1
    z = x / scale
    share = np.r_[np.ones(len(positive)) / len(positive), weight * np.ones(len(negative)) / len(negative)] * len(positive)
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (share * (p - y)) + l2 * len(positive) * w
        hessian = (z * (share * p * (1 - p))[:, None]).T @ z + l2 * len(positive) * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    return w / scale


def fit(out, table, most=0.0008):
    positive, count, names = load(out + "/positive.tsv")
    made, made_count, _ = load(out + "/synthetic.tsv")
    reviews, review_count, _ = load(out + "/reviews.tsv")
    utterances, utterance_count, _ = load(out + "/utterances.tsv")
    negative = np.vstack([reviews, utterances])
    w = logistic(np.vstack([positive, made]), negative)
    cut = lambda x, n: np.sort(x @ w)[::-1][int(most * n)]
    w[0] -= max(cut(reviews, review_count), cut(utterances, utterance_count))
    open(table, "w").write("feature\tweight\n" + "".join(f"{n}\t{v:.4f}\n" for n, v in zip(names, w)))
    for name, x, n in (("positive", positive, count), ("synthetic", made, made_count),
                       ("reviews", reviews, review_count), ("utterances", utterances, utterance_count)):
        print(name, n, "believed: %.4f" % ((x @ w > 0).sum() / n))


if __name__ == "__main__":
    {"texts": texts, "fit": fit}[sys.argv[1]](*sys.argv[2:])
