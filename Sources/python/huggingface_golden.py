"""Writes the goldens of HuggingFaceTokenizerTests with the tokenizers package.

Usage: python3 Sources/python/huggingface_golden.py Tests/TokenizationTests/Goldens

Trains small vocabularies on lines.txt and writes into HuggingFace/
  llama3.json qwen.json gpt2.json o200k.json bert-uncased.json bert-cased.json
                  tokenizer.json files of the shapes that those models publish
  encodings.json  what tokenizers gives for the inputs: ids and decoded text
  classes.json    which scalars of planes 0 and 1, and each 97th behind, its classes hold: how many, and a checksum
"""

import json
import pathlib
import random
import sys

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
QWEN = LLAMA3.replace("{1,3}", "")
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
ENGLISH = [
    "I'm sure they'll say it's what we've done; you're right, I'd go.",
    "Numbers 1 22 333 4444 55555 and 3.14159, 2026-11-21.",
    "WordPiece splits unaffable words; a naïve café résumé.",
]
EXTRA = [
    "I'M SURE IT'S 'ſ THEY'LL we'Re I'\u017f", "a\u00a0b\u3000c\u200b d\u2028e\u0085f", "  two  three   four \n\n\r\n  five\t\tsix \n",
    "1234567 ①②③ ⅣⅫ ½¾ ৳৪৫৬ ٠١٢٣٤", "<|begin_of_text|>안녕<|eot_id|> 세상<|end_of_text|>", "x<mask>y <mask>  z", "foo<word>bar <word> baz, <word>.",
    "[CLS] 그대로 [SEP] [MASK]은", "가나다 각각 뷁", "ᄏᄏᄏ ㅋㅋㅋ ㄱㅏㄱ", "e\u0301 \u0301x A\u030a\u0327", "👨‍👩‍👧‍👦🇰🇷🇰🇷 👍🏽", "\x00\x01\x7f\x80\x9f",
    "ÀÉÎÕÜ ǅǆ İıŞş ß ẞ ΑΣ ς", "漢字かなカナ한글", "a" * 101 + " " + "b" * 100, "…—「」『』〈〉·‥", "\ufffd\ufeffx\u00adsoft", "don't won't i'm ' s , . ! ?", "",
    " ", "\n", "\u2581▁x", "가" * 50, "ㅋ" * 120, "https://example.org/a?b=1&c=%20#d", "def f(x):\n    return x**2  # 제곱\n", "\u0378\u0e5c\U0001faf8\U00031350",
    "\ua7ce\u088f\U00016ea0 \u1dfb\u16d6\u166d\U000111c9", "\u0958\u2126\u212b\u1fef\uf900\U0002f800", "ﷺ ﬁ ﬃ Ⅷ ㎏ ㈜ ㉠", "\u2fff\U0002b820\U0002b920字", "a\u0345b\u1734\u1885",
]


def byte_level(lines, pattern, normalizer=None, ignore_merges=False, bos=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    if pattern:
        split = pre_tokenizers.Split(Regex(pattern), "isolated")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(False, True, False)])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    trainer = trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<|begin_of_text|>", "<|eot_id|>"])
    tokenizer.add_tokens(
        [AddedToken("<mask>", lstrip=True, rstrip=True), AddedToken("<word>", single_word=True), AddedToken("뷁")]
    )
    if bos:
        begin = processors.TemplateProcessing(
            single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", tokenizer.token_to_id("<|begin_of_text|>"))]
        )
        tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), begin])
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def bert(lines, lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=600, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.decoder = decoders.WordPiece()
    ids = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=ids
    )
    return tokenizer


def fuzz(count):
    """Texts of characters from everywhere, from a fixed seed."""
    source = random.Random(4)
    blocks = [(0x20, 0x7E), (0xAC00, 0xD7A3), (0x3131, 0x318E), (0, 0x2FF), (0x300, 0x36F), (0x1100, 0x11FF)]
    blocks += [(0x2000, 0x2BFF), (0x3000, 0x9FFF), (0x1F300, 0x1FAFF), (0x370, 0x1FFF), (0xA000, 0xD7FF), (0xE000, 0xFFFF)]
    blocks += [(0x10000, 0x1FFFF), (0x20000, 0x323AF), (0xE0000, 0xE01FF)]
    joints = [" ", "  ", "\n", "\r\n", "\t", "'s", "'LL", "1", "22", "3333", ".", "!?", "▁", ""]
    for _ in range(count):
        text = ""
        for _ in range(source.randint(1, 14)):
            low, high = source.choice(blocks)
            run = (source.randint(low, high) for _ in range(source.randint(1, 4)))
            text += "".join(chr(c) for c in run if not 0xD800 <= c < 0xE000) + source.choice(joints)
        yield text


def checksum(scalars):
    """FNV-1a over the numbers, 32 bits at a time."""
    value = 0xCBF29CE484222325
    for scalar in scalars:
        value = (value ^ scalar) * 0x100000001B3 % (1 << 64)
    return {"count": len(scalars), "fnv": f"{value:016x}"}


def classes():
    scalars = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and (c < 0x20000 or c % 97 == 0)]
    text = "".join(map(chr, scalars))
    result = {}
    for name in ["L", "M", "N", "P", "S", "Lu", "Ll", "Lt", "Lm", "Lo", "Nd"]:
        parts = pre_tokenizers.Split(Regex(rf"\p{{{name}}}"), "removed").pre_tokenize_str(text)
        kept = {i for _, (low, high) in parts for i in range(low, high)}
        result[name] = checksum([c for i, c in enumerate(scalars) if i not in kept])
    for name, pattern in [("space", r"\s"), ("word", r"\w")]:
        parts = pre_tokenizers.Split(Regex(pattern), "removed").pre_tokenize_str(text)
        kept = {i for _, (low, high) in parts for i in range(low, high)}
        result[name] = checksum([c for i, c in enumerate(scalars) if i not in kept])
    punctuation = pre_tokenizers.BertPreTokenizer()
    result["bert-punctuation"] = checksum(
        [c for c in scalars if len(punctuation.pre_tokenize_str("a" + chr(c) + "a")) == 3]
    )
    for name, options in [("bert-cleaned", (True, False, False)), ("bert-chinese", (False, True, False))]:
        normalizer = normalizers.BertNormalizer(options[0], options[1], options[2], False)
        result[name] = checksum([c for c in scalars if normalizer.normalize_str(chr(c)) != chr(c)])
    marks = normalizers.BertNormalizer(False, False, True, False)
    result["bert-marks"] = checksum([c for c in scalars if marks.normalize_str(chr(c)) == ""])
    return result


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    lines = (folder / "lines.txt").read_text().splitlines() + ENGLISH
    inputs = json.loads((folder / "inputs.json").read_text()) + EXTRA + list(fuzz(100))
    target = folder / "HuggingFace"
    made = {
        "llama3": byte_level(lines, LLAMA3, ignore_merges=True, bos=True),
        "qwen": byte_level(lines, QWEN, normalizer=normalizers.NFC()),
        "gpt2": byte_level(lines, None),
        "o200k": byte_level(lines, O200K),
        "bert-uncased": bert(lines, True),
        "bert-cased": bert(lines, False),
    }
    result = {"tokenizers": tokenizers.__version__, "inputs": inputs, "files": {}}
    for name, tokenizer in made.items():
        tokenizer.save(str(target / f"{name}.json"), pretty=False)
        tokenizer = Tokenizer.from_file(str(target / f"{name}.json"))
        ids = [tokenizer.encode(text).ids for text in inputs]
        result["files"][name] = {
            "ids": ids,
            "decoded": [tokenizer.decode(row) for row in ids],
        }
    (target / "encodings.json").write_text(json.dumps(result, ensure_ascii=True, separators=(",", ":")))
    (target / "classes.json").write_text(json.dumps(classes(), indent=0))


main()
