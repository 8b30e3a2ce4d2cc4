import Normalization

/// A Korean verb or verb phrase and its forms.
///
/// Regular verbs and the irregular classes ㄷ, ㅂ, ㅅ, ㅎ, 르, 러, 우, 여 (하다), with the dropping of ㄹ and ㅡ, after
/// the National Institute of Korean Language's standard grammar (한글 맞춤법 제18항). The class is told by a mark
/// after the dictionary form where the form alone does not tell it: `묻다/ㄷ`, `돕다/ㅂ`, `짓다/ㅅ`, `이르다/러`.
public struct KoreanVerb: Equatable, Sendable {
  /// An ending that joins a stem.
  public enum Ending: String, Sendable, CaseIterable {
    /// 기: the noun, "끓이기".
    case gi = "기"
    /// 고: "끓이고".
    case go = "고"
    /// 지: "끓이지".
    case ji = "지"
    /// 는: what one does, "끓이는".
    case neun = "는"
    /// (으)ㄴ: what one did, "끓인".
    case n = "ㄴ"
    /// (으)ㄹ: what one will do, "끓일".
    case l = "ㄹ"
    /// (으)려면: "끓이려면".
    case ryeomyeon = "려면"
    /// (으)려고: "끓이려고".
    case ryeogo = "려고"
    /// (으)려는데: "끓이려는데".
    case ryeoneunde = "려는데"
    /// 게: "끓이게".
    case ge = "게"
    /// (으)면: "끓이면".
    case myeon = "면"
    /// 아/어: "끓여".
    case a = "아"
    /// 았/었 with 는데: "끓였는데".
    case past = "았는데"
  }

  /// How a stem changes.
  public enum Class: String, Sendable {
    case regular, d = "ㄷ", b = "ㅂ", s = "ㅅ", h = "ㅎ", reu = "르", reo = "러"
  }

  private let stem: [UInt32]
  private let kind: Class

  /// A verb in its dictionary form, which ends in 다; `nil` if it does not.
  public init?(_ dictionaryForm: String) {
    let parts = dictionaryForm.split(separator: "/", maxSplits: 1)
    guard let form = parts.first else { return nil }
    var scalars = form.unicodeScalars.map(\.value)
    guard scalars.popLast() == 0xB2E4, let last = scalars.last, Hangul.isSyllable(last) else { return nil }
    stem = scalars
    if parts.count == 2 {
      guard let kind = Class(rawValue: String(parts[1])) else { return nil }
      self.kind = kind
    } else {
      // 르 verbs double their ㄹ unless they are marked; so do nearly all.
      kind = last == 0xB974 && scalars.count > 1 ? .reu : .regular
    }
  }

  /// The form with an ending.
  public func form(_ ending: Ending) -> String {
    switch ending {
    case .gi: text(stem + [0xAE30])
    case .go: text(stem + [0xACE0])
    case .ji: text(stem + [0xC9C0])
    case .neun: text(withoutLieul() + [0xB294])
    case .n: text(joined(trailing: 4, after: withoutLieul(vowelFollows(true)), filler: 0xC740))
    case .l: text(joined(trailing: 8, after: withoutLieul(vowelFollows(true)), filler: 0xC744))
    case .ryeomyeon: text(withEu([0xB824, 0xBA74]))
    case .ryeogo: text(withEu([0xB824, 0xACE0]))
    case .ryeoneunde: text(withEu([0xB824, 0xB294, 0xB370]))
    case .ge: text(stem + [0xAC8C])
    case .myeon: text(withEu([0xBA74]))
    case .a: text(infinitive())
    case .past: text(addTrailing(20, to: infinitive()) + [0xB294, 0xB370])
    }
  }

  // MARK: Stems

  private var last: Hangul.Jamo { stem.last.flatMap(Hangul.jamo(of:)) ?? Hangul.Jamo(leading: 0, vowel: 0) }

  private func replacingLast(_ jamo: Hangul.Jamo) -> [UInt32] {
    Array(stem.dropLast()) + [Hangul.syllable(of: jamo)].compactMap(\.self)
  }

  /// The stem before ㄴ, ㅂ, ㅅ and 오, where a final ㄹ falls.
  private func withoutLieul(_ stem: [UInt32]? = nil) -> [UInt32] {
    let stem = stem ?? self.stem
    guard var jamo = stem.last.flatMap(Hangul.jamo(of:)), jamo.trailing == 8, kind != .d else { return stem }
    jamo.trailing = 0
    return Array(stem.dropLast()) + [Hangul.syllable(of: jamo)].compactMap(\.self)
  }

  /// The stem before an ending that begins with a vowel or 으.
  private func vowelFollows(_ withEu: Bool) -> [UInt32] {
    var jamo = last
    switch kind {
    case .d where jamo.trailing == 7:
      jamo.trailing = 8
      return replacingLast(jamo)
    case .s where jamo.trailing == 19, .h where jamo.trailing == 27:
      jamo.trailing = 0
      return replacingLast(jamo)
    case .b where jamo.trailing == 17:
      jamo.trailing = 0
      return replacingLast(jamo) + (withEu ? [0xC6B0] : [])
    default: return stem
    }
  }

  /// The stem with 으 where the ending needs it: after a final consonant other than ㄹ.
  private func withEu(_ ending: [UInt32]) -> [UInt32] {
    let stem = vowelFollows(true)
    return stem + (needsEu(stem) ? [0xC73C] : []) + ending
  }

  private func needsEu(_ stem: [UInt32]) -> Bool {
    guard let jamo = stem.last.flatMap(Hangul.jamo(of:)) else { return false }
    // ㅅ verbs keep their 으 although the consonant is gone: 지으면. ㄷ verbs take it after their new ㄹ: 물으면.
    if kind == .s && self.last.trailing == 19 { return true }
    if kind == .d && self.last.trailing == 7 { return true }
    return jamo.trailing != 0 && jamo.trailing != 8
  }

  /// A final consonant put under the last syllable, or with 으 as a syllable of its own.
  private func joined(trailing: Int, after stem: [UInt32], filler: UInt32) -> [UInt32] {
    if (kind == .s && last.trailing == 19) || (kind == .d && last.trailing == 7) { return stem + [filler] }
    guard let jamo = stem.last.flatMap(Hangul.jamo(of:)), jamo.trailing == 0 else { return stem + [filler] }
    return addTrailing(trailing, to: stem)
  }

  private func addTrailing(_ trailing: Int, to stem: [UInt32]) -> [UInt32] {
    guard var jamo = stem.last.flatMap(Hangul.jamo(of:)) else { return stem }
    jamo.trailing = trailing
    return Array(stem.dropLast()) + [Hangul.syllable(of: jamo)].compactMap(\.self)
  }

  // MARK: 아/어

  /// The stem with 아 or 어, contracted as it is written.
  private func infinitive() -> [UInt32] {
    let final = stem.last ?? 0
    if final == 0xD558 { return Array(stem.dropLast()) + [0xD574] }
    var jamo = last
    switch kind {
    case .reo: return stem + [0xB7EC]
    case .reu where final == 0xB974:
      let before = Array(stem.dropLast())
      let vowel = before.last.flatMap(Hangul.jamo(of:))?.vowel ?? 4
      return addTrailing(8, to: before) + [isBright(vowel) ? 0xB77C : 0xB7EC]
    case .b where jamo.trailing == 17:
      // 돕다 and 곱다 alone take 와.
      let isBrightOne = stem.count == 1 && (final == 0xB3D5 || final == 0xACF1)
      jamo.trailing = 0
      return replacingLast(jamo) + [isBrightOne ? 0xC640 : 0xC6CC]
    case .s where jamo.trailing == 19:
      jamo.trailing = 0
      return replacingLast(jamo) + [isBright(jamo.vowel) ? 0xC544 : 0xC5B4]
    case .h where jamo.trailing == 27:
      jamo.trailing = 0
      jamo.vowel = jamo.vowel == 2 ? 3 : 1
      return replacingLast(jamo)
    default: break
    }
    let stem = vowelFollows(false)
    guard jamo.trailing == 0 else { return stem + [isBright(jamo.vowel) ? 0xC544 : 0xC5B4] }
    return contracted(jamo)
  }

  /// A stem without a final consonant and its 아 or 어 in one syllable, where they are written so.
  private func contracted(_ jamo: Hangul.Jamo) -> [UInt32] {
    var jamo = jamo
    switch jamo.vowel {
    case 0, 4, 1, 5, 6: return stem  // 가, 서, 내, 세, 펴
    case 8: jamo.vowel = 9  // 오 -> 와
    case 13: jamo.vowel = 14  // 배우 -> 배워
    case 20: jamo.vowel = 6  // 끓이 -> 끓여
    case 11: jamo.vowel = 10  // 되 -> 돼
    case 18:  // 쓰 -> 써, 담그 -> 담가
      let before = stem.dropLast().last.flatMap(Hangul.jamo(of:))
      jamo.vowel = before.map { isBright($0.vowel) } == true ? 0 : 4
    default: return stem + [0xC5B4]
    }
    return replacingLast(jamo)
  }

  private func isBright(_ vowel: Int) -> Bool { vowel == 0 || vowel == 8 || vowel == 2 }

  private func text(_ scalars: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
    return String(text)
  }
}
