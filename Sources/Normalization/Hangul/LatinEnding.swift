/// How a word in Latin letters ends when it is read in Korean: an acronym by the names of its letters, a word by the
/// sound that its spelling mostly has as a loanword (Loanword Orthography, section 3).
enum LatinEnding {
  /// The ending of the letters at the end of `scalars`.
  static func ending(of scalars: [UInt32]) -> WordEnding {
    let word = Array(scalars.suffix(while: WordEnding.isLatin))
    let lower = word.map { UInt8(truncatingIfNeeded: $0 | 0x20) }
    if let known = words[String(decoding: lower, as: UTF8.self)] { return known }
    // The last letter stands by its name if it is alone, a capital behind others (iOS, LG), or no vowel is there.
    let isCapital = 0x41...0x5A ~= (word.last ?? 0)
    let isSpelled = word.count == 1 || isCapital || !lower.contains(where: isVowel)
    if isSpelled, let last = lower.last { return name(of: last) }
    return sound(lower)
  }

  /// 엘 and 알 end in ㄹ, 엠 and 엔 in a consonant, all other names of letters in a vowel.
  private static func name(of letter: UInt8) -> WordEnding {
    switch letter {
    case UInt8(ascii: "l"), UInt8(ascii: "r"): .rieul
    case UInt8(ascii: "m"), UInt8(ascii: "n"): .consonant
    default: .vowel
    }
  }

  private static func isVowel(_ letter: UInt8) -> Bool { "aeiouy".utf8.contains(letter) }

  private static func sound(_ word: [UInt8]) -> WordEnding {
    var letters = word[...]
    func ends(_ suffix: String) -> Bool {
      letters.count > suffix.utf8.count && letters.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
    if ["le", "lle", "ll", "l"].contains(where: ends) { return .rieul }
    if ["ng", "m", "n", "me", "ne", "mb", "mn", "gn"].contains(where: ends) { return .consonant }
    if ends("ck") { return .consonant }
    guard let last = letters.popLast() else { return .vowel }
    switch last {
    case UInt8(ascii: "p"), UInt8(ascii: "t"), UInt8(ascii: "k"), UInt8(ascii: "c"):
      // Behind one short vowel a stop closes the syllable (앱, 인터넷); behind a long one or a consonant it is 프, 트, 크.
      guard let before = letters.last, isVowel(before) else { return .vowel }
      let isLong = letters.dropLast().last.map(isVowel) ?? false
      let isBook = last == UInt8(ascii: "k") && letters.suffix(2).elementsEqual("oo".utf8)
      return isLong && !isBook ? .vowel : .consonant
    case UInt8(ascii: "b"):
      return letters.last.map(isVowel) ?? false ? .consonant : .vowel
    default:
      return .vowel
    }
  }

  /// Words and names that are read otherwise than their spelling says.
  private static let words: [String: WordEnding] = [
    "kg": .consonant, "mg": .consonant, "km": .vowel, "cm": .vowel, "mm": .vowel, "ml": .vowel,
    "line": .consonant, "app": .consonant, "apps": .vowel, "club": .consonant, "hub": .vowel,
    "github": .vowel,
    "bit": .vowel, "set": .vowel, "hit": .vowel, "kit": .vowel, "group": .consonant, "box": .vowel,
    "name": .consonant, "time": .consonant, "one": .consonant, "gpt": .vowel, "chatgpt": .vowel,
    "resume": .vowel, "cafe": .vowel, "recipe": .vowel, "acne": .vowel, "anime": .vowel, "note": .vowel,
    "net": .consonant, "type": .consonant, "stop": .consonant, "skype": .vowel, "bye": .vowel,
    "out": .consonant, "scout": .vowel, "about": .consonant, "layout": .consonant,
    "login": .consonant, "logout": .consonant, "seoul": .rieul, "url": .rieul, "html": .rieul, "sql": .rieul,
  ]
}

extension Array {
  /// The longest end of the array whose elements all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !predicate($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
