import Datasets

/// The dataset card: what is in a corpus, where it is from, and what it does not do.
struct DatasetCard {
  let corpus: CuratedCorpus
  let terms: LicenceTerms
  let statistics: CorpusStatistics

  /// The card in Markdown with the front matter that Hugging Face reads.
  func markdown() -> String {
    var lines: [String] = [
      "---", "language: [ko]", "license: \((terms.licence ?? "other").lowercased())",
      "task_categories: [text-classification]", "tags: [safety, moderation, korean]", "configs:",
      "- config_name: default", "  data_files:",
    ]
    for split in corpus.splits {
      lines += ["  - split: \(split.name)", "    path: data/\(split.name)-*.jsonl.zst"]
    }
    lines += [
      "---", "", "# \(corpus.name)", "",
      "Korean queries and sentences for guard models, built by Haechi. Every row names its source, licence, origin and what was done to it; `manifest.json` has each source's commit and checksums, `report.json` what each stage took and left out.",
      "", "## What is in it", "",
    ]
    lines += table(
      ["split", "rows", "safe", "unsafe"],
      corpus.splits.map { split in
        [
          split.name, "\(split.records.count)", "\(split.records.count { $0.label == .safe })",
          "\(split.records.count { $0.label == .unsafe })",
        ]
      })
    if let all = statistics.parts.last {
      for property in ["origin", "kind", "source", "category", "register"] {
        let counts = (all.counts[property] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        lines +=
          ["", "By \(property):", ""] + table([property, "rows"], counts.map { [$0.key, "\($0.value)"] })
      }
      lines += [
        "",
        "Lengths in characters: least, quartiles, most: \(all.quartiles.map(String.init).joined(separator: ", ")).",
      ]
    }
    lines += ["", "## Licences", "", "The whole: \(terms.licence ?? "none")."]
    for (licence, sources) in terms.attributions.sorted(by: { $0.key < $1.key }) {
      lines.append("- \(licence): \(sources.joined(separator: ", "))")
    }
    lines += ["", "## Sources", ""]
    for source in corpus.manifests {
      lines.append("- **\(source.id)** (\(source.licence)): \(source.citation)")
    }
    if !corpus.report.shortfalls.isEmpty {
      lines += ["", "## What the recipe asked for and did not get", ""]
      lines += table(
        ["target", "wanted", "found"],
        corpus.report.shortfalls.map {
          [$0.target, "\($0.wanted)", "\($0.found)"]
        })
    }
    lines += [
      "", "## Known limits", "",
      "- Labels come from the sources, whose guidelines differ; `manifest.json` and the manifests tell what each means.",
      "- Rows of origin `written` and `generated` were not typed by users; rows of origin `translated` carry the frames of another language. Count them apart.",
      "- Harmful rows are requests and remarks, never instructions. They can still hurt: show them with care.",
      "",
    ]
    return lines.joined(separator: "\n")
  }

  private func table(_ header: [String], _ rows: [[String]]) -> [String] {
    ["| \(header.joined(separator: " | ")) |", "|\(header.map { _ in "---" }.joined(separator: "|"))|"]
      + rows.map { "| \($0.joined(separator: " | ")) |" }
  }
}
