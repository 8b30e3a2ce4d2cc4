import Datasets
import Testing

@testable import Curation

@Suite struct CuratedCorpusTests {
  @Test("The rows of a corpus are those of its splits, in order")
  func records() {
    let rows = ["가", "나", "다"].map {
      Record(id: $0, text: $0, label: .safe, kind: .request, source: "s", licence: "CC0-1.0", origin: .native)
    }
    let corpus = CuratedCorpus(
      name: "c", recipeDigest: "", manifests: [],
      splits: [
        .init(name: "train", records: Array(rows[..<2])), .init(name: "test", records: Array(rows[2...])),
      ],
      report: CurationReport())
    #expect(corpus.records.map(\.id) == ["가", "나", "다"])
  }
}
