/// Places that look disguised at a glance, however clean the rest of a text is.
enum KeyedWords {
  /// Words of four Latin letters or more whose keys spell Hangul syllables: typed with the keyboard switched, perhaps.
  static func latin(_ units: [Unit]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    while start < units.count {
      guard units[start].kind == .latin else {
        start += 1
        continue
      }
      var end = start
      while end < units.count, units[end].kind == .latin { end += 1 }
      let isApart =
        (start == 0 || units[start - 1].kind == .space) && (end == units.count || units[end].kind == .space)
      if isApart, 4...32 ~= end - start,
        KeyboardLayout.standard.syllables(of: units[start..<end].map(\.written)) != nil
      {
        words.append(start..<end)
      }
      start = end
    }
    return words
  }

  /// Whether a sign stands between two syllables of a word, or a vowel alone behind a consonant alone.
  static func isInsideMarked(_ units: [Unit]) -> Bool {
    guard units.count > 2 else { return false }
    for index in 1..<units.count - 1 {
      switch units[index].kind {
      case .sign:
        if units[index - 1].kind == .syllable, units[index + 1].kind == .syllable { return true }
      case .jamo:
        if 0x314F...0x3163 ~= units[index].scalar, units[index - 1].kind == .jamo,
          units[index - 1].scalar < 0x314F
        {
          return true
        }
      default: break
      }
    }
    return false
  }
}
