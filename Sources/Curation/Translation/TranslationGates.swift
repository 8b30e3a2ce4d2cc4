import Datasets
import Foundation

/// The limits of the gates that a rendering passes.
public struct GateLimits: Codable, Equatable, Sendable {
  /// The least and greatest length of a rendering in parts of its source's; by script where it is absent.
  public var lengthRatio: [Double]?
  /// The least share of Hangul among the letters of a rendering, names that are kept aside.
  public var hangulShare: Double
  /// So many words of the source may be left over, names aside.
  public var leftOverWords: Int
  /// The similarity, from 0 to 1, from which the two sides of a contrast have become the same.
  public var contrast: Double

  private enum CodingKeys: String, CodingKey {
    case lengthRatio, hangulShare, leftOverWords, contrast
  }

  /// The usual limits.
  public init() {
    (lengthRatio, hangulShare, leftOverWords, contrast) = (nil, 0.6, 0, 0.85)
  }

  /// Limits from YAML; absent ones are the usual.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let usual = GateLimits()
    lengthRatio = try values.decodeIfPresent([Double].self, forKey: .lengthRatio)
    hangulShare = try values.decodeIfPresent(Double.self, forKey: .hangulShare) ?? usual.hangulShare
    leftOverWords = try values.decodeIfPresent(Int.self, forKey: .leftOverWords) ?? usual.leftOverWords
    contrast = try values.decodeIfPresent(Double.self, forKey: .contrast) ?? usual.contrast
  }
}

/// Why a rendering wants the eye of a person.
public struct GateFlag: Codable, Equatable, Hashable, Sendable {
  /// The gate.
  public enum Reason: String, Codable, CaseIterable, Sendable {
    /// The rendering is much shorter or longer than its source.
    case lengthRatio = "length_ratio"
    /// Too little of it is Hangul.
    case hangulShare = "hangul_share"
    /// Words of the source are left over.
    case sourceLeftOver = "source_left_over"
    /// A number of the source is not stated.
    case numberLost = "number_lost"
    /// A name of the source is not found.
    case nameLost = "name_lost"
    /// The speech level is not the one asked for, or changes from sentence to sentence.
    case register = "register"
    /// The model refuses instead of rendering.
    case refusal = "refusal"
    /// The model comments on its rendering.
    case commentary = "commentary"
    /// Another source has the same rendering.
    case duplicateRendering = "duplicate_rendering"
    /// The two sides of a contrast have become the same, or nearly so.
    case contrastCollapsed = "contrast_collapsed"
    /// The rendering, rendered back, is far from its source.
    case backTranslation = "back_translation"
  }

  /// The gate that the rendering does not pass.
  public var reason: Reason
  /// What was found: a number, the words, the identifiers.
  public var detail: String

  /// A flag from its parts.
  public init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }
}

/// The gates for one rendering. Each is a pure function that gives a flag or none.
public enum TranslationGates {
  /// Every gate that looks at source and rendering alone, in a fixed order.
  public static func flags(
    source: String, rendering: String, limits: GateLimits = GateLimits(), register: SpeechLevel.Wanted = .any
  ) -> [GateFlag] {
    [
      lengthRatio(source: source, rendering: rendering, range: limits.lengthRatio),
      hangulShare(source: source, rendering: rendering, minimum: limits.hangulShare),
      sourceLeftOver(source: source, rendering: rendering, allowed: limits.leftOverWords),
      numberLost(source: source, rendering: rendering),
      nameLost(source: source, rendering: rendering),
      self.register(rendering: rendering, wanted: register),
      refusal(source: source, rendering: rendering),
      commentary(source: source, rendering: rendering),
    ].compactMap(\.self)
  }

  /// Lengths are compared in scalars with eight added to each, so that "Hi" may become "안녕하세요".
  public static func lengthRatio(source: String, rendering: String, range: [Double]? = nil) -> GateFlag? {
    let slack = 8.0
    let left = Double(source.unicodeScalars.count) + slack
    let right = Double(rendering.unicodeScalars.count) + slack
    let isDense = letters(of: source).contains { isHanOrKana($0) }
    let limits = range ?? (isDense ? [0.6, 3.5] : [0.22, 1.5])
    let ratio = right / left
    guard ratio < limits[0] || ratio > limits[1] else { return nil }
    return GateFlag(.lengthRatio, rounded(ratio))
  }

  /// The share of Hangul syllables among the letters, the source's names and code left out.
  public static func hangulShare(source: String, rendering: String, minimum: Double = 0.6) -> GateFlag? {
    let kept = nameWords(of: source)
    let words = latinWords(of: rendering).filter { !kept.contains($0.lowercased()) }
    let hangul = rendering.unicodeScalars.count { 0xAC00...0xD7A3 ~= $0.value }
    let foreign = letters(of: rendering).count { !isHangul($0) && !isLatin($0) }
    let all = hangul + foreign + words.reduce(0) { $0 + $1.unicodeScalars.count }
    guard all > 0 else { return hangul == 0 ? GateFlag(.hangulShare, "0.00") : nil }
    let share = Double(hangul) / Double(all)
    return share < minimum ? GateFlag(.hangulShare, rounded(share)) : nil
  }

  /// Words of the source that stand in the rendering as they are, names and words with digits left out.
  public static func sourceLeftOver(source: String, rendering: String, allowed: Int = 0) -> GateFlag? {
    let names = nameWords(of: source)
    let sources = Set(latinWords(of: source).map { $0.lowercased() })
    var left: [String] = []
    for word in latinWords(of: rendering) {
      let lower = word.lowercased()
      if word.utf8.count > 1, sources.contains(lower), !names.contains(lower), !left.contains(lower) {
        left.append(lower)
      }
    }
    let foreign = Set(letters(of: source).filter { !isHangul($0) && !isLatin($0) })
    var run = ""
    for scalar in rendering.unicodeScalars + [" "] {
      if foreign.contains(scalar) {
        run.unicodeScalars.append(scalar)
      } else if !run.isEmpty {
        if !left.contains(run) { left.append(run) }
        run = ""
      }
    }
    return left.count > allowed ? GateFlag(.sourceLeftOver, left.joined(separator: " ")) : nil
  }

  /// Numbers of the source that the rendering states neither in digits nor in words.
  public static func numberLost(source: String, rendering: String) -> GateFlag? {
    let lost = KoreanNumbers.values(inSource: source).filter { !KoreanNumbers.states($0, in: rendering) }
    guard !lost.isEmpty else { return nil }
    return GateFlag(
      .numberLost,
      lost.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)" }.joined(separator: " "))
  }

  /// Capitalised Latin words of the source that stand in the rendering neither as they are, nor by an established
  /// Korean word, nor by sound.
  public static func nameLost(source: String, rendering: String) -> GateFlag? {
    let lost = NameMatch.names(in: source).filter { !NameMatch.keeps($0, in: rendering) }
    return lost.isEmpty ? nil : GateFlag(.nameLost, lost.joined(separator: " "))
  }

  /// The speech level, which must be the one asked for, and one throughout where any is welcome.
  public static func register(rendering: String, wanted: SpeechLevel.Wanted = .any) -> GateFlag? {
    let levels = Set(SpeechLevel.levels(in: rendering))
    let stranger: Set<SpeechLevel> =
      switch wanted {
      case .any: levels.contains(.plain) && levels.count > 1 ? levels : []
      case .formal: levels.subtracting([.formal])
      case .polite: levels.subtracting([.polite, .formal])
      case .plain: levels.subtracting([.plain])
      }
    guard !stranger.isEmpty else { return nil }
    return GateFlag(.register, stranger.map(\.rawValue).sorted().joined(separator: "+"))
  }

  private static let refusals = [
    "죄송하지만", "죄송합니다만", "죄송합니다. ", "죄송해요", "도와드릴 수 없", "도와 드릴 수 없", "번역할 수 없", "번역해 드릴 수 없", "응답할 수 없",
    "요청을 처리할 수 없",
    "AI 언어 모델", "언어 모델로서", "I'm sorry", "I’m sorry", "I cannot", "I can't", "I can’t", "As an AI",
  ]

  /// A refusal in place of a rendering, unless the source itself apologises.
  public static func refusal(source: String, rendering: String) -> GateFlag? {
    let lower = source.lowercased()
    let apologises = ["sorry", "apolog", "excuse", "cannot", "can't", "can’t", "unable", "language model"]
    guard !apologises.contains(where: lower.contains) else { return nil }
    let start = String(rendering.prefix(60))
    return refusals.first(where: start.contains).map { GateFlag(.refusal, $0) }
  }

  private static let comments = [
    "번역:", "번역문:", "한국어 번역", "번역은 다음과 같", "다음은 번역", "번역하면", "Translation:", "Korean:", "```", "(참고", "참고:",
    "Note:", "원문:",
  ]

  /// Words about the rendering beside it.
  public static func commentary(source: String, rendering: String) -> GateFlag? {
    comments.first { rendering.contains($0) && !source.contains($0) }.map { GateFlag(.commentary, $0) }
  }

  /// The chrF of a rendering that was rendered back against its source.
  public static func backTranslation(source: String, back: String, minimum: Double) -> GateFlag? {
    let score = ChrF.score(hypothesis: back.lowercased(), reference: source.lowercased())
    return score < minimum ? GateFlag(.backTranslation, rounded(score)) : nil
  }

  /// How alike two renderings are, from 0 to 1: 1 where they are equal but for spaces, marks and case, else by
  /// chrF over jamo, in which a changed syllable counts in part.
  public static func similarity(_ left: String, _ right: String) -> Double {
    let (a, b) = (TextKey(left), TextKey(right))
    if a == b { return 1 }
    let text = { (key: TextKey) in
      String(String.UnicodeScalarView(key.jamo.compactMap { Unicode.Scalar($0) }))
    }
    let forth = ChrF.score(hypothesis: text(a), reference: text(b))
    let back = ChrF.score(hypothesis: text(b), reference: text(a))
    return min(0.999, max(forth, back) / 100)
  }

  // MARK: Letters

  /// The words of the names in a text, in lower case: of AI-generated and HIV/AIDS each part.
  private static func nameWords(of text: String) -> Set<String> {
    Set(NameMatch.names(in: text).flatMap { latinWords(of: $0) }.map { $0.lowercased() })
  }

  private static func letters(of text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter(\.properties.isAlphabetic)
  }

  private static func isHangul(_ scalar: Unicode.Scalar) -> Bool {
    0xAC00...0xD7A3 ~= scalar.value || 0x3131...0x318E ~= scalar.value || 0x1100...0x11FF ~= scalar.value
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 || 0x1E00...0x1EFF ~= scalar.value
  }

  private static func isHanOrKana(_ scalar: Unicode.Scalar) -> Bool {
    0x3040...0x30FF ~= scalar.value || 0x3400...0x9FFF ~= scalar.value || 0x20000...0x3FFFF ~= scalar.value
  }

  /// The runs of Latin letters in a text; runs beside digits, which are code and not words, are left out.
  static func latinWords(of text: String) -> [String] {
    var words: [String] = []
    var run = String.UnicodeScalarView()
    var hasDigit = false
    for scalar in text.unicodeScalars + [" "] {
      if isLatin(scalar) && scalar.properties.isAlphabetic || scalar == "'" && !run.isEmpty {
        run.append(scalar)
      } else if 0x30...0x39 ~= scalar.value {
        hasDigit = true
      } else {
        if !run.isEmpty, !hasDigit { words.append(String(run)) }
        (run, hasDigit) = (String.UnicodeScalarView(), false)
      }
    }
    return words
  }

  private static func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
