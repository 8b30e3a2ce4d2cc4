import Haechi
import Models
import Normalization
import Testing
import TinyGuardian

/// Verdicts of the tiny guardian: `죽` and `약` are harm, `죽` and `뱀` violence, `약` drugs, all else nothing.
struct GuardianTests {
  private let guardian: Guardian

  init() throws { guardian = try TinyGuardian.guardian() }

  private func probability(_ slug: String, in verdict: Verdict) throws -> Double {
    try #require(verdict.categories.first { $0.category.slug == slug }).probability
  }

  @Test("A text without harm is safe and needs no evidence")
  func safe() throws {
    let verdict = guardian.verdict(for: "오늘 날씨 어때")
    #expect(verdict.label == .safe)
    #expect(verdict.probability < 0.05)
    #expect(verdict.evidence.isEmpty)
    #expect(verdict.reportedCategories.isEmpty)
    #expect(verdict.categories.map(\.category.slug) == ["violence", "drugs"])
    #expect(!verdict.truncated)
  }

  @Test(
    "A text that seeks harm is unsafe, with its kind and the word that says so",
    arguments: ["오늘 ", "", "\t "])
  func unsafe(before: String) throws {
    let verdict = guardian.verdict(for: before + "죽이는 방법")
    #expect(verdict.label == .unsafe)
    #expect(verdict.probability > 0.95)
    #expect(verdict.reportedCategories.map(\.category.slug) == ["violence"])
    #expect(try probability("drugs", in: verdict) < 0.1)
    let start = before.utf8.count
    #expect(verdict.evidence.map(\.range) == [start..<start + 9])
    #expect(verdict.evidence.map(\.text) == ["죽이는"])
    #expect(try #require(verdict.evidence.first).weight > 1)
  }

  @Test("Evidence stands in the text as given, whatever its normalization form")
  func decomposedText() throws {
    // "죽이는" in conjoining jamo, behind a zero-width space and a half-width letter.
    let before = "\u{200B}ﾡ "
    let word = "\u{110C}\u{116E}\u{11A8}\u{110B}\u{1175}\u{1102}\u{1173}\u{11AB}"
    let verdict = guardian.verdict(for: before + word + " 방법")
    #expect(verdict.label == .unsafe)
    let start = before.utf8.count
    #expect(verdict.evidence.map(\.range) == [start..<start + word.utf8.count])
    #expect(verdict.evidence.first.map { Array($0.text.utf8) } == Array(word.utf8))
  }

  @Test("By prefixes the first of two harmful words is the cause; by deletion neither, and one is named")
  func methods() {
    let text = "죽이는 방법 약을 알려줘"
    let prefixes = guardian.verdict(for: text, policy: Policy(evidence: .prefixes))
    #expect(prefixes.evidence.map(\.text) == ["죽이는"])
    let deletion = guardian.verdict(for: "방법 약을 알려줘", policy: Policy(evidence: .deletion))
    #expect(deletion.evidence.map(\.text) == ["약을"])
    #expect(guardian.verdict(for: text, policy: Policy(evidence: .deletion)).evidence.count >= 1)
    #expect(guardian.verdict(for: text, policy: Policy(evidence: .none)).evidence.isEmpty)
    #expect(guardian.verdict(for: text, policy: Policy(evidence: .none)).label == .unsafe)
  }

  @Test("A threshold is reached by a probability equal to it")
  func threshold() {
    let text = "오늘 날씨 어때"
    let probability = guardian.verdict(for: text).probability
    #expect(guardian.verdict(for: text, policy: Policy(threshold: probability)).label == .unsafe)
    #expect(guardian.verdict(for: text, policy: Policy(threshold: probability.nextUp)).label == .safe)
    #expect(guardian.verdict(for: "죽이는", policy: Policy(threshold: 1)).label == .safe)
  }

  @Test("A category makes a text unsafe only if a threshold was set for it, and the evidence is not empty")
  func categoryThreshold() throws {
    let violence = try #require(guardian.category(slug: "violence"))
    let drugs = try #require(guardian.category(slug: "drugs"))
    #expect(guardian.verdict(for: "뱀이 무서워").label == .safe)
    #expect(guardian.verdict(for: "뱀이 무서워", policy: Policy(categoryThresholds: [drugs: 0.5])).label == .safe)
    let verdict = guardian.verdict(for: "뱀이 무서워", policy: Policy(categoryThresholds: [violence: 0.5]))
    #expect(verdict.label == .unsafe)
    #expect(verdict.probability < 0.5)
    #expect(!verdict.evidence.isEmpty)
    #expect(guardian.category(slug: "violenc") == nil)
  }

  @Test(
    "Nothing to judge is safe with probability 0, whatever the policy",
    arguments: ["", " ", "\n\t\u{3000}\u{A0}", "\0", "\u{200B}\u{FEFF}", String(repeating: " ", count: 50)])
  func nothing(text: String) {
    let verdict = guardian.verdict(for: text, policy: Policy(threshold: 0))
    #expect(verdict.label == .safe)
    #expect(verdict.probability == 0)
    #expect(verdict.categories.map(\.probability) == [0, 0])
    #expect(verdict.evidence.isEmpty)
  }

  @Test(
    "Odd text gets a verdict, with evidence inside of the text",
    arguments: ["ㅋ", "\u{1100}", "\0a\0", "😀", "뷁", "\u{1B}[31m", "a\u{301}", "\u{FFFD}", "가\u{0}나"])
  func oddText(text: String) {
    let verdict = guardian.verdict(for: text, policy: Policy(threshold: 0))
    #expect(verdict.label == .unsafe)
    #expect(!verdict.evidence.isEmpty)
    for evidence in verdict.evidence {
      #expect(evidence.range.upperBound <= text.utf8.count)
      #expect(Array(evidence.text.utf8) == Array(Array(text.utf8)[evidence.range]))
    }
  }

  @Test("Bytes that are no UTF-8 get a verdict too")
  func malformed() {
    let bytes = Array("죽이는 ".utf8) + [0xFF, 0xED, 0xA0, 0x80] + Array(" 방법".utf8)
    #expect(guardian.verdict(forUTF8: bytes).evidence.map(\.text) == ["죽이는"])
  }

  @Test("A reading of a source gives evidence in the source")
  func otherReading() {
    let source = Array("주ㄱ이는 방법".utf8)
    var builder = AlignedTextBuilder(over: AlignedText(utf8: source))
    builder.replace(upTo: 6, with: Array("죽".utf8))
    builder.copyRest()
    let verdict = guardian.verdict(for: builder.finish(), of: source)
    #expect(verdict.evidence.map(\.range) == [0..<12])
    #expect(verdict.evidence.map(\.text) == ["주ㄱ이는"])
  }

  @Test("A bundle whose tokenizer has another vocabulary, or an unknown form of text, is refused")
  func mismatches() throws {
    var form = try TinyGuardian.checkpoint()
    form.metadata?.normalization = "none"
    let other = try ModelBundle(quantizing: form)
    #expect {
      try Guardian(bundle: other)
    } throws: {
      guard case GuardianError.normalization(found: "none") = $0 else { return false }
      return true
    }
    var model = try TinyGuardian.tokenizerModel()
    model.pieces.removeLast()
    var short = try TinyGuardian.checkpoint()
    short.tokenizerModel = model.serialized()
    let mismatched = try ModelBundle(quantizing: short)
    #expect {
      try Guardian(bundle: mismatched)
    } throws: {
      guard case GuardianError.vocabulary(expected: 312, found: 311) = $0 else { return false }
      return true
    }
  }
}
