"""Writes Sources/Normalization/Hangul/HanjaTable.swift from Unihan's kHangul (Debian package unicode-data).

    python3 Sources/python/hanja_table.py /usr/share/unicode/Unihan_Readings.txt.bz2

kHangul gives each reading with its sources: 0 is KS X 1001, E the list taught in schools, N the list for names. The
reading taught in schools is the first one, then those for names, then the rest. Readings that only the initial sound
law explains (량, 양) are left out: the law is applied when text is read.
"""

import bz2
import collections
import pathlib
import re
import sys

OUT = pathlib.Path(__file__).parents[1] / "Normalization/Hangul/HanjaTable.swift"
# Where the reading taught first in schools is not the one that text mostly has.
FIRST = {"車": "차"}


def initial(syllable):
    """The syllable as the initial sound law has it at the beginning of a word."""
    index = ord(syllable) - 0xAC00
    leading, vowel, trailing = index // 588, index % 588 // 28, index % 28
    bright = vowel in (2, 3, 6, 7, 12, 17, 20)  # ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ
    if leading == 2 and bright or leading == 5 and bright:
        leading = 11
    elif leading == 5:
        leading = 2
    return chr(0xAC00 + (leading * 21 + vowel) * 28 + trailing)


def rank(sources):
    return (0 if "E" in sources else 1 if "N" in sources else 2, 0 if "0" in sources else 1)


def main():
    readings = {}
    version = ""
    with bz2.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for line in lines:
            if match := re.match(r"# Unicode [Vv]ersion:? (\S+)", line):
                version = match[1]
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == "kHangul":
                found = [item.split(":") for item in fields[2].split()]
                found.sort(key=lambda item: rank(item[1]))
                readings[int(fields[0][2:], 16)] = [item[0] for item in found]
    first, others = collections.defaultdict(list), []
    for scalar, found in sorted(readings.items()):
        if scalar > 0xFFFF:
            continue
        laws = {initial(item) for item in found if initial(item) != item}
        found = [item for item in found if item not in laws or len(found) == 1]
        preferred = FIRST.get(chr(scalar))
        if preferred:
            found.sort(key=lambda item: item != preferred)
        first[found[0]].append(chr(scalar))
        if len(found) > 1:
            others.append(chr(scalar) + "".join(found[1:]))
    groups = [reading + "".join(hanja) for reading, hanja in sorted(first.items())]
    with open(OUT, "w", encoding="utf-8") as out:
        out.write(
            f"// Made by Sources/python/hanja_table.py from kHangul of Unihan {version}; do not edit.\n"
            "// Unihan is copyright of Unicode, Inc. (https://www.unicode.org/terms_of_use.html).\n\n"
            "/// The Korean readings of Chinese characters.\n"
            "enum HanjaTable {\n"
            "  /// The version of Unicode whose data this is.\n"
            f'  static let unicodeVersion = "{version}"\n\n'
            "  /// A reading, then the characters that have it as their first one; groups are separated by spaces.\n"
            '  static let first = """\n'
        )
        write(out, groups)
        out.write(
            '    """\n\n  /// A character, then its other readings; groups are separated by spaces.\n'
            '  static let others = """\n'
        )
        write(out, others)
        out.write('    """\n}\n')


def write(out, groups):
    line = ""
    for group in groups:
        while group:
            room = 100 - len(line)
            if len(group) <= room:
                line, group = line + group + " ", ""
            elif line and len(group) <= 100:
                out.write(f"    {line}\\\n")
                line = ""
            else:
                out.write(f"    {line}{group[:room]}\\\n")
                line, group = "", group[room:]
    out.write(f"    {line.rstrip()}\n")


main()
