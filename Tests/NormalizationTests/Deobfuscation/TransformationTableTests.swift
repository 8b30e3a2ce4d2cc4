import CLexiconData
import Testing

@testable import Normalization

@Suite struct TransformationTableTests {
  private static var tables: [(String, haechi_lexicon_file, Int)] {
    [
      ("yaminjeongeum", haechi_lexicon_yaminjeongeum(), 4), ("lookalikes", haechi_lexicon_lookalikes(), 4),
      ("keyboard", haechi_lexicon_keyboard(), 2), ("leet", haechi_lexicon_leet(), 4),
      ("latin", haechi_lexicon_latin(), 4),
      ("soundalike", haechi_lexicon_soundalike(), 4), ("hanja", haechi_lexicon_hanja(), 4),
      ("chosung", haechi_lexicon_chosung(), 4), ("decision", haechi_lexicon_decision(), 2),
    ]
  }

  @Test("Every row of every table has its cells, none of them blank at the ends, and no row is there twice")
  func rowsAreWhole() {
    for (name, file, width) in Self.tables {
      let rows = TransformationTable(file).rows
      #expect(!rows.isEmpty, "\(name)")
      for row in rows {
        #expect(row.count == width, "\(name): \(row)")
        #expect(!row[0].isEmpty && row[0] != " ", "\(name): \(row)")
      }
      let keys = name == "latin" || name == "soundalike" ? 3 : width / 2
      let distinct = Set(rows.map { $0.prefix(keys).map { Array($0.utf8) } })
      #expect(distinct.count == rows.count, "\(name)")
    }
  }

  @Test("Costs are numbers, and what is read differs from what is written unless it is shorthand")
  func costsAreNumbers() {
    for (name, file, width) in Self.tables where width == 4 {
      let column = name == "latin" || name == "soundalike" ? 3 : 2
      for row in TransformationTable(file).rows {
        #expect(Float(row[column]) != nil, "\(name): \(row)")
        let (written, read) = column == 3 ? (row[1], row[2]) : (row[0], row[1])
        #expect(Array(written.utf8) != Array(read.utf8) || row[3] == "shorthand", "\(name): \(row)")
      }
    }
  }

  @Test(
    "The keyboard writes every jamo and reads back what it wrote",
    arguments: ["안녕하세요", "닭볶음탕", "왜 뭐 의", "값싼 외투"])
  func keyboardReturns(text: String) throws {
    for word in text.split(separator: " ") {
      let scalars = String(word).scalarValues
      let keys = try #require(KeyboardLayout.standard.keys(of: scalars))
      #expect(KeyboardLayout.standard.syllables(of: keys) == scalars)
    }
  }

  @Test("The decision has a weight for every feature")
  func decisionIsWhole() {
    let names = TransformationTable(haechi_lexicon_decision()).rows.map { $0[0] }
    #expect(names == Decision.names)
  }
}
