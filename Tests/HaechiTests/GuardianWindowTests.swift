import Haechi
import Testing
import TinyGuardian

struct GuardianWindowTests {
  @Test("Harm is found, and named in the whole text, wherever it stands in a text of many windows")
  func everywhere() throws {
    let guardian = try TinyGuardian.guardian(contextTokens: 12)
    let words = Array(repeating: "오늘", count: 40)
    for place in 0..<40 {
      var words = words
      words[place] = "죽이는"
      let verdict = guardian.verdict(for: words.joined(separator: " "))
      #expect(verdict.label == .unsafe)
      #expect(verdict.evidence.map(\.range) == [place * 7..<place * 7 + 9], "place \(place)")
    }
    #expect(guardian.verdict(for: words.joined(separator: " ")).label == .safe)
  }

  @Test("A window made unsafe by a category outranks a likelier one that is safe")
  func ranking() throws {
    let guardian = try TinyGuardian.guardian(contextTokens: 12)
    let filler = Array(repeating: "오늘", count: 30).joined(separator: " ")
    let text = "약을 \(filler) 뱀이"
    let drugs = try #require(guardian.category(slug: "drugs"))
    let violence = try #require(guardian.category(slug: "violence"))
    let byViolence = guardian.verdict(
      for: text, policy: Policy(threshold: 1, categoryThresholds: [violence: 0.5]))
    #expect(byViolence.label == .unsafe)
    #expect(byViolence.reportedCategories.map(\.category) == [violence])
    let byDrugs = guardian.verdict(for: text)
    #expect(byDrugs.reportedCategories.map(\.category) == [drugs])
  }

  @Test("A megabyte in one line is read to its end")
  func megabyte() throws {
    let guardian = try TinyGuardian.guardian(contextTokens: 64)
    let unit = "오늘 오늘 오늘 오늘 오늘 오늘 오늘 오늘 오늘 오늘 "
    let count = (Guardian.maximumBytes - 9) / unit.utf8.count
    let text = String(repeating: unit, count: count)
    let verdict = guardian.verdict(for: text + "죽이는")
    #expect(verdict.label == .unsafe)
    #expect(verdict.evidence.map(\.range) == [text.utf8.count..<text.utf8.count + 9])
    #expect(!verdict.truncated)
  }

  @Test("Past a mebibyte a text is read to the last whole character before, and says so")
  func truncation() throws {
    let guardian = try TinyGuardian.guardian(contextTokens: 64)
    // 10 bytes before the limit, after scalars that the hangul form removes and that are quick to read.
    let removed = String(repeating: "\u{200B}", count: (Guardian.maximumBytes - 10) / 3)
    #expect(removed.utf8.count == Guardian.maximumBytes - 10)
    let verdict = guardian.verdict(for: removed + "죽이는약")
    #expect(verdict.truncated)
    #expect(verdict.evidence.map(\.text) == ["죽이는"])
    #expect(guardian.verdict(for: removed + "죽이는").evidence == verdict.evidence)
    #expect(!guardian.verdict(for: removed + "0123456789").truncated)
    #expect(guardian.verdict(for: removed + "0123456789a").truncated)
  }

  @Test("Threads that share a guardian get the verdicts of one alone, to the last bit")
  func concurrency() async throws {
    let guardian = try TinyGuardian.guardian(contextTokens: 12)
    let texts = TinyGuardian.lines + ["", "죽이는 약을", TinyGuardian.lines.joined(separator: " ")]
    let policy = Policy(threshold: 0.01)
    let alone = texts.map { guardian.verdict(for: $0, policy: policy) }
    await withTaskGroup(of: [Verdict].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<5).flatMap { _ in texts.map { guardian.verdict(for: $0, policy: policy) } } }
      }
      for await verdicts in group {
        #expect(verdicts == (0..<5).flatMap { _ in alone })
      }
    }
    #expect(try TinyGuardian.guardian(contextTokens: 12).verdict(for: texts[0], policy: policy) == alone[0])
  }
}
