import Normalization

/// The reasons for changes of a text, as `haechi normalize --explain` tells them.
enum NormalizeReason {
  /// The reason with the slug `slug` in `language`; the slug itself if it is not known here.
  static func text(_ slug: String, in language: Language) -> String {
    guard let words = reasons[slug] else { return slug }
    return language == .ko ? words.korean : words.english
  }

  private static let reasons: [String: (korean: String, english: String)] = {
    var reasons: [String: (korean: String, english: String)] = [:]
    for reason in FormReason.allCases { reasons[reason.rawValue] = form(reason) }
    for rule in DeobfuscationRule.allCases { reasons[rule.rawValue] = spelling(rule) }
    return reasons
  }()

  private static func form(_ reason: FormReason) -> (korean: String, english: String) {
    switch reason {
    case .malformed: ("UTF-8이 아닌 바이트", "bytes that are no UTF-8")
    case .composed: ("결합", "composed")
    case .decomposed: ("분해", "decomposed")
    case .compatibility: ("호환 문자", "compatibility character")
    case .caseFolded: ("대소문자 접기", "letter case folded")
    case .width: ("전각·반각", "full or half width")
    case .blank: ("특수한 공백", "unusual blank")
    case .invisible: ("보이지 않는 문자", "invisible characters")
    case .jamo: ("홀로 선 자모", "jamo that form no syllable")
    case .several: ("여러 까닭", "several reasons")
    }
  }

  private static func spelling(_ rule: DeobfuscationRule) -> (korean: String, english: String) {
    switch rule {
    case .jamoSplit: ("자모 분리", "jamo written apart")
    case .separator: ("글자 사이에 끼운 것", "separators inside a word")
    case .keyboard: ("한/영 자판", "typed on the other keyboard")
    case .yaminjeongeum: ("야민정음", "look-alike syllable (yaminjeongeum)")
    case .lookalike: ("닮은 글자", "look-alike sign")
    case .leet: ("숫자·영문 이름", "digits or letters read by name")
    case .soundalike: ("소리대로 적기", "spelled by sound")
    case .hanja: ("한자", "Chinese character read by sound")
    case .latin: ("로마자", "Latin letters read by sound")
    case .batchimStuffing: ("덧붙인 받침", "final consonants that do not belong")
    case .chosung: ("초성", "initial consonants alone")
    case .repetition: ("늘여 쓰기", "drawn-out syllable")
    case .spacing: ("띄어쓰기", "spacing")
    case .anagram: ("글자 순서", "order of syllables")
    }
  }

  /// What a cost is called.
  static func cost(in language: Language) -> String { language == .ko ? "비용" : "cost" }
}
