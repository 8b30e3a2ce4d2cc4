import Crypto
import Datasets
import Foundation

extension CorpusFolder {
  /// One thing that is not as it should be.
  public enum Finding: Equatable, Sendable {
    /// A file of the manifest is missing.
    case missing(path: String)
    /// A file is not in the manifest.
    case stranger(path: String)
    /// A file's SHA-256 is another than the manifest says.
    case altered(path: String)
    /// `SHA256SUMS` and the manifest disagree about a file.
    case sums(path: String)
    /// A shard holds another number of rows than the manifest says.
    case rows(path: String, expected: Int, found: Int)
    /// A line is not a record.
    case badLine(path: String, line: Int)
    /// Two rows carry one identifier.
    case repeatedID(String)
    /// Two rows carry one text, but for space, punctuation and case.
    case repeatedText(first: String, second: String)
    /// Rows of one group, or a row and its parent, lie in two splits.
    case straddling(id: String, other: String)
    /// The statistics, recomputed, are others than `statistics.json`.
    case statistics
    /// The mix of licences cannot be released under the licence that the manifest names.
    case licence(named: String, found: String?)
  }

  /// Recomputes all that the folder says of itself; no finding means that it is whole.
  public func verify() throws(CurationError) -> [Finding] {
    let manifest = try readManifest()
    var findings: [Finding] = []
    var sums: [String: String] = [:]
    let sumsFile = url.appendingPathComponent("SHA256SUMS")
    guard let text = try? String(contentsOf: sumsFile, encoding: .utf8) else {
      throw .unreadable(path: sumsFile.path, reason: "not there, or not UTF-8")
    }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      if parts.count == 2 { sums[String(parts[1].drop { $0 == " " })] = String(parts[0]) }
    }
    for file in manifest.files {
      guard FileManager.default.fileExists(atPath: url.appendingPathComponent(file.path).path) else {
        findings.append(.missing(path: file.path))
        continue
      }
      if try sha256(file.path) != file.sha256 { findings.append(.altered(path: file.path)) }
      if sums[file.path] != file.sha256 { findings.append(.sums(path: file.path)) }
    }
    if try sums["manifest.json"] != sha256("manifest.json") { findings.append(.sums(path: "manifest.json")) }
    let known = Set(manifest.files.map(\.path))
    let data =
      (try? FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent("data").path)) ?? []
    for name in data.sorted() where !known.contains("data/\(name)") {
      findings.append(.stranger(path: "data/\(name)"))
    }
    // Rows are looked at only where every shard is the one that the manifest describes.
    guard findings.isEmpty else { return findings }
    return try verifyRows(manifest)
  }

  private func verifyRows(_ manifest: Manifest) throws(CurationError) -> [Finding] {
    var findings: [Finding] = []
    var ids: Set<String> = []
    var texts: [TextKey: String] = [:]
    var homes: [String: (split: String, id: String)] = [:]
    var splits: [CuratedCorpus.Split] = []
    for file in manifest.files {
      guard let split = file.split else { continue }
      var records: [Record] = []
      var badLines: [Int] = []
      try PackedLines.forEach(in: url.appendingPathComponent(file.path)) { bytes, line in
        do { records.append(try RecordLine.record(bytes)) } catch { badLines.append(line) }
      }
      findings += badLines.map { .badLine(path: file.path, line: $0) }
      if records.count + badLines.count != file.rows {
        findings.append(
          .rows(path: file.path, expected: file.rows ?? 0, found: records.count + badLines.count))
      }
      for record in records {
        if !ids.insert(record.id).inserted { findings.append(.repeatedID(record.id)) }
        let key = TextKey(record.text)
        if let first = texts[key] {
          findings.append(.repeatedText(first: first, second: record.id))
        } else {
          texts[key] = record.id
        }
        for relative in [
          record.group.map { "group \($0)" }, "id \(record.id)", record.parent.map { "id \($0)" },
        ] {
          guard let relative else { continue }
          if let home = homes[relative] {
            if home.split != split { findings.append(.straddling(id: record.id, other: home.id)) }
          } else {
            homes[relative] = (split, record.id)
          }
        }
      }
      if let index = splits.firstIndex(where: { $0.name == split }) {
        splits[index].records += records
      } else {
        splits.append(CuratedCorpus.Split(name: split, records: records))
      }
    }
    let terms = LicenceTerms(records: splits.flatMap(\.records))
    if terms.licence != manifest.licence {
      findings.append(.licence(named: manifest.licence, found: terms.licence))
    }
    let written = try? JSONDecoder().decode(
      CorpusStatistics.self, from: Data(contentsOf: url.appendingPathComponent("statistics.json")))
    let found = CorpusStatistics(splits: splits)
    let order = { (statistics: CorpusStatistics) in statistics.parts.sorted { $0.name < $1.name } }
    if written.map(order) != order(found) { findings.append(.statistics) }
    return findings
  }
}
