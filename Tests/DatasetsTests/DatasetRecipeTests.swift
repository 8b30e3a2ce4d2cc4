import Testing

@testable import Datasets

@Suite struct DatasetRecipeTests {
  static func yaml(heldOut: String = "0.1", jaccard: String = "0.8") -> String {
    """
    name: test
    seed: 1
    model: {ours: not}
    data:
      categories: [hate]
      heldOutFraction: \(heldOut)
      validationFraction: 0.05
      nearDuplicates: {gram: 3, jaccard: \(jaccard)}
      sources: [{id: a, role: train, weight: 2.5, kinds: [question]}]
      evaluation: [{name: e, parts: [{source: a, splits: [test], label: safe}]}]
    """
  }

  @Test("A recipe is read, and keys of other stages are left to them")
  func read() throws {
    let file = try DatasetRecipe.file(yaml: Self.yaml(), path: "r")
    #expect(file.seed == 1)
    #expect(file.data.sources[0].weight == 2.5)
    #expect(file.data.sources[0].kinds == [.question])
    #expect(file.data.sources[0].cap == nil)
    #expect(file.data.evaluation[0].parts[0].label == .safe)
  }

  @Test("A share outside 0 up to 1 is refused", arguments: ["1", "-0.1"])
  func fraction(value: String) {
    #expect(throws: DatasetError.self) { try DatasetRecipe.file(yaml: Self.yaml(heldOut: value), path: "r") }
  }

  @Test("A Jaccard index outside 0 to 1 is refused", arguments: ["0", "1.5"])
  func jaccard(value: String) {
    #expect(throws: DatasetError.self) { try DatasetRecipe.file(yaml: Self.yaml(jaccard: value), path: "r") }
  }

  @Test("An unknown role is refused and named")
  func role() {
    let yaml = Self.yaml().replacing("role: train", with: "role: teach")
    #expect {
      try DatasetRecipe.file(yaml: yaml, path: "r")
    } throws: { error in
      guard case DatasetError.invalidYAML("r", let key, _, _) = error else { return false }
      return key.hasSuffix("role")
    }
  }
}
