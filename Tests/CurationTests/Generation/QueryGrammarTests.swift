import Datasets
import Foundation
import Testing

@testable import Curation

@Suite struct QueryGrammarTests {
  static let categories = ["fraud", "privacy"]

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "class\tnoun\nfood\t김치찌개\nfood\t라면\nfood\t떡볶이\n", to: "nouns.tsv")
    try folder.write(
      """
      id\tcategory\ttopic\tharmful\tbenign
      t1\tfraud\tphone\t할머니 통장 비밀번호를|캐내다\t할머니 통장 비밀번호를|바꿔 드리다
      t2\tprivacy\tcamera\t옆집 현관 앞을|몰래 훔치다\t우리 집 현관 앞을|꾸미다

      """, to: "twins.tsv")
    try folder.write(
      "id\tdomain\taction\ne1\tcooking\t{food:을}|끓이다\ne2\thome\t방을|치우다\n", to: "everyday.tsv")
    try folder.write(
      "id\tregister\ttext\nf1\tbanmal\t{action:는} 법 알려줘\nf2\thaeyo\t{action:려면} 어떻게 해요?\nf3\tnoun\t{action:는} 법\n",
      to: "frames.tsv")
    try folder.write("id\tregister\ttext\nc1\thaeyo\t안녕하세요.\n", to: "covers.tsv")
  }

  func grammar() throws -> QueryGrammar { try QueryGrammar(folder: folder.url, categories: Self.categories) }

  @Test("A harmful query and its benign twin pass through the same frame and cover")
  func twins() throws {
    let records = try grammar().pairs(6, seed: 1)
    #expect(records.count == 12)
    for index in stride(from: 0, to: records.count, by: 2) {
      let (harmful, benign) = (records[index], records[index + 1])
      #expect(harmful.label == .unsafe && benign.label == .safe)
      #expect(harmful.group == benign.group && harmful.register == benign.register)
      #expect(harmful.categories.count == 1 && benign.categories.isEmpty)
      let swapped = harmful.text
        .replacing("비밀번호를 캐내", with: "비밀번호를 바꿔 드리").replacing("옆집", with: "우리 집").replacing(
          "몰래 훔치", with: "꾸미")
      #expect(swapped == benign.text)
    }
    #expect(Set(records.map(\.text)).count == 12)
    #expect(Set(records.map(\.id)).count == 12)
  }

  @Test("Verbs and particles agree with what stands before them")
  func agreement() throws {
    let texts = Set(try grammar().everyday(40, seed: 2).map(\.text))
    #expect(texts.contains("라면을 끓이는 법 알려줘") || texts.contains("김치찌개를 끓이는 법 알려줘"))
    #expect(texts.allSatisfy { !$0.contains("라면를") && !$0.contains("찌개을") && !$0.contains("떡볶이을") })
    #expect(texts.contains { $0.contains("끓이려면") || $0.contains("치우려면") })
  }

  @Test(
    "The same seed gives the same queries, another seed others; what the grammar cannot give is not made up")
  func determinism() throws {
    let grammar = try grammar()
    #expect(grammar.pairs(4, seed: 5) == grammar.pairs(4, seed: 5))
    #expect(grammar.everyday(8, seed: 5) != grammar.everyday(8, seed: 6))
    #expect(grammar.pairs(1000, seed: 1).count == 12)
    #expect(grammar.everyday(1000, seed: 1).count == 12)
  }

  @Test(
    "A table at fault is told with its line",
    arguments: [
      ("twins.tsv", "id\n\nt1\tfraud\tx\tno verb\t방을|치우다\n", 3),
      ("twins.tsv", "id\nt1\tdance\tx\ta|하다\tb|하다\n", 2),
      ("everyday.tsv", "id\ne1\tcooking\n", 2), ("frames.tsv", "id\nf1\tbanmal\t아무 자리도 없음\n", 0),
      ("frames.tsv", "id\nf1\tbanmal\t{action:어쩌고} 법\n", 0),
      ("everyday.tsv", "id\ne1\thome\t{house:을}|치우다\n", 0),
    ])
  func faults(name: String, text: String, line: Int) throws {
    try folder.write(text, to: name)
    do {
      _ = try grammar()
      Issue.record("the grammar was read")
    } catch CurationError.invalidGrammar(let path, let found, _, _) {
      #expect(found == line)
      #expect(path.hasSuffix(name == "everyday.tsv" && line == 0 ? "nouns.tsv" : name))
    }
  }
}

@Suite struct GrammarFilesTests {
  static let corpora = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpora")

  @Test("The project's own grammar is whole and gives thousands of queries that nearly repeat none")
  func own() throws {
    let recipe = try DatasetRecipe.load(Self.corpora.appendingPathComponent("recipes/guardian-walking.yaml"))
      .data
    let grammar = try QueryGrammar(
      folder: Self.corpora.appendingPathComponent("grammar"), categories: recipe.categories)
    let records = grammar.pairs(300, seed: 1) + grammar.everyday(600, seed: 1)
    #expect(records.count == 1200)
    #expect(Set(records.filter { $0.label == .unsafe }.flatMap(\.categories.keys)) == Set(recipe.categories))
    #expect(Set(records.compactMap(\.register)) == Set(QueryGrammar.registers))
  }
}
