import Datasets
import Foundation
import Lexicons
import Testing

@testable import Curation

@Suite struct AnnotationTests {
  static let taxonomy = try? Taxonomy.load(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "Lexicons/taxonomy.yaml"))
  let folder: TemporaryFolder
  let store: AnnotationStore
  let taxonomy: Taxonomy

  init() throws {
    folder = try TemporaryFolder()
    store = try AnnotationStore(folder.url.appendingPathComponent("votes.sqlite"))
    taxonomy = try #require(Self.taxonomy)
  }

  static func records(_ count: Int) -> [Record] {
    (0..<count).map { index in
      Record(
        id: "secret:unsafe:\(index)", text: "글 \(index), \"따옴\"\n둘째 줄", label: .unsafe, kind: .request,
        source: "secret",
        licence: "MIT", history: ["질문 \(index)"])
    }
  }

  func read(_ bytes: Data, _ name: String, rater: String? = nil) throws -> BallotFile {
    let url = folder.url.appendingPathComponent(name)
    try bytes.write(to: url)
    return try BallotFile(
      url, rater: rater, items: try store.knownItems(), categories: Set(taxonomy.slugs))
  }

  func batch(_ rater: String, seed: UInt64 = 1) throws -> AnnotationBatch {
    AnnotationBatch(
      records: try store.items(), rater: rater, seed: seed, taxonomy: taxonomy,
      ballots: try store.ballots(of: rater))
  }

  @Test(
    "A batch shows text, context and guideline but neither label nor source, in an order of the rater's own")
  func export() throws {
    #expect(try store.add(Self.records(40)) == 40)
    #expect(try store.add(Self.records(41)) == 1)
    let (first, second) = (try batch("a"), try batch("b"))
    #expect(first.items.map(\.id) != second.items.map(\.id))
    #expect(first.items.map(\.id).sorted() == second.items.map(\.id).sorted())
    #expect(try batch("a").items == first.items)
    #expect(try batch("a", seed: 2).items.map(\.id) != first.items.map(\.id))
    for data in [try first.jsonLines(), first.csv()] {
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.contains("secret") && text.contains("질문 7"))
      #expect(text.contains(taxonomy.categories[3].definition.ko))
    }
    #expect(AnnotationBatch.guideline(taxonomy, language: .en).contains("## `jailbreak`"))
  }

  @Test("A half-finished file, read again when it is done, loses nothing and doubles nothing")
  func importing() throws {
    try store.add(Self.records(6))
    let empty = try read(try batch("a").csv(), "a.csv")
    #expect(empty.ballots.isEmpty && empty.openRows == 6 && empty.badRows.isEmpty)
    var rows = try batch("a").items
    func file() throws -> BallotFile {
      let encoder = JSONEncoder()
      let lines = try rows.map { try encoder.encode($0) + Data("\n".utf8) }
      return try read(Data(lines.joined()), "a.jsonl")
    }
    rows[0].verdict = "Unsafe "
    rows[0].categories = "fraud|cyber"
    rows[1].verdict = "safe"
    let half = try file()
    var count = try store.take(half.ballots, open: half.openRows)
    #expect(count.added == 2 && count.open == 4)
    count = try store.take(try file().ballots)
    #expect(count.unchanged == 2 && count.added == 0)
    rows[1].verdict = "unsure"
    rows[2].verdict = "safe"
    count = try store.take(try file().ballots)
    #expect(count.added == 1 && count.corrected == 1 && count.unchanged == 1)
    // The early, half-empty file takes nothing away.
    count = try store.take(
      try read(
        try AnnotationBatch(
          records: store.items(), rater: "a", seed: 1, taxonomy: taxonomy
        ).csv(), "early.csv"
      ).ballots)
    #expect(count == AnnotationStore.ImportCount())
    #expect(try store.ballots(of: "a").count == 3)
    #expect(try store.log().map(\.verdict) == [.unsafe, .safe, .unsure, .safe])
    // What was said is in the next export, and comes back the same, from CSV too.
    let again = try read(try batch("a").csv(), "again.csv")
    #expect(try store.take(again.ballots).unchanged == 3)
    #expect(again.ballots.first { $0.item == rows[0].id }?.categories == ["cyber", "fraud"])
  }

  @Test("Rows that give no ballot are told with their line, and the others count")
  func badRows() throws {
    try store.add(Self.records(4))
    let ids = try store.items().map(\.item)
    let text = """
      id,rater,verdict,categories,note
      \(ids[0]),a,unsafe,"fraud, cyber",ok
      nobody,a,safe,,
      \(ids[1]),,safe,,
      \(ids[1]),a,perhaps,,
      \(ids[1]),a,unsafe,theft,
      \(ids[1]),a,safe,fraud,
      \(ids[1]),a,safe
      \(ids[0]),a,safe,,
      \(ids[2]),a,,,
      \(ids[3]),b,safe,,
      """
    let file = try read(Data(text.utf8), "a.csv")
    #expect(file.ballots.map(\.item) == [ids[0], ids[3]] && file.openRows == 1)
    #expect(
      file.badRows.map(\.problem) == [
        .unknownItem, .noRater, .unknownVerdict, .unknownCategory, .categoryWithoutHarm, .malformed,
        .contradiction,
      ])
    #expect(file.badRows.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
    #expect(try read(Data("{\nnonsense".utf8), "b.jsonl").badRows.count == 2)
  }

  @Test("The majority decides, ties and disagreements are kept, and every ballot stays")
  func report() throws {
    try store.add(Self.records(5))
    let items = try store.items().map(\.item)
    func vote(_ item: Int, _ verdicts: [Ballot.Verdict]) throws {
      let ballots = verdicts.enumerated().map { rater, verdict in
        Ballot(
          item: items[item], rater: "r\(rater)", verdict: verdict,
          categories: verdict == .unsafe ? ["fraud"] + (rater == 0 ? ["cyber"] : []) : [])
      }
      _ = try store.take(ballots)
    }
    try vote(0, [.unsafe, .unsafe, .safe])
    try vote(1, [.safe, .safe, .safe])
    try vote(2, [.safe, .unsafe, .unsure])
    try vote(3, [.safe, .unsafe])
    let report = AnnotationReport(tallies: try store.tallies(), raters: 3)
    #expect(report.majorities == [.unsafe: 1, .safe: 1])
    #expect(report.ties == [items[2], items[3]] && report.contested == [items[0], items[2], items[3]])
    #expect(report.incomplete == [items[3], items[4]] && report.itemCount == 5)
    #expect(report.verdict.completeItems == 3 && report.verdict.pairableItems == 4)
    #expect(report.raters == ["r0": 4, "r1": 4, "r2": 3])
    #expect(Set(report.categories.keys) == ["fraud", "cyber"])
    let lines = zip(try store.tallies(), try store.items()).map {
      AnnotationReport.Line($0, record: $1.record)
    }
    #expect(lines.map(\.outcome) == ["majority", "majority", "tie", "tie", "none"])
    #expect(lines.map(\.label) == ["unsafe", "safe", nil, nil, nil])
    #expect(lines[0].categories == ["fraud"] && lines[0].ballots.count == 3)
  }
}
