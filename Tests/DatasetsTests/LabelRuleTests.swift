import Testing

@testable import Datasets

@Suite struct LabelRuleTests {
  static func rule(_ yaml: String) throws -> LabelRule {
    try decodeYAML(LabelRule.self, from: yaml, path: "rule")
  }

  @Test("Parts of a value divided by commas are compared, not its letters")
  func conditions() throws {
    let has = try Self.rule("{when: {label: {has: [\"3\"]}}, label: unsafe}").when["label"]
    #expect(has?.holds(for: "2,3") == true)
    #expect(has?.holds(for: "13") == false)
    let only = try Self.rule("{when: {label: {only: [\"1\", \"2\"]}}, label: unsafe}").when["label"]
    #expect(only?.holds(for: "2,1") == true)
    #expect(only?.holds(for: "1,3") == false)
    let both = try Self.rule("{when: {label: {hasAll: [a, b]}}, label: unsafe}").when["label"]
    #expect(both?.holds(for: "b, c, a") == true)
    #expect(both?.holds(for: "a") == false)
    let whole = try Self.rule("{when: {label: {is: [\"2,3\"]}}, label: unsafe}").when["label"]
    #expect(whole?.holds(for: "2,3") == true)
    #expect(whole?.holds(for: "2") == false)
  }

  @Test("Safe means that every category is false")
  func safe() throws {
    let known = try Self.rule("{label: safe}").knownCategories(named: [], of: ["a", "b"])
    #expect(known == ["a": false, "b": false])
  }

  @Test("Unsafe leaves what is not named open")
  func unsafe() throws {
    let rule = try Self.rule("{label: unsafe, positive: [a], negative: [b]}")
    #expect(rule.knownCategories(named: [], of: ["a", "b", "c"]) == ["a": true, "b": false])
  }

  @Test("A category named by a field is true, the others false where the rule says so")
  func named() throws {
    let rule = try Self.rule("{label: unsafe, positiveFrom: category, othersNegative: true}")
    #expect(rule.knownCategories(named: ["b"], of: ["a", "b"]) == ["a": false, "b": true])
  }

  @Test("A masked category is open in spite of the default")
  func masked() throws {
    let rule = try Self.rule("{label: safe, masked: [b]}")
    #expect(rule.knownCategories(named: [], of: ["a", "b"]) == ["a": false])
  }
}
