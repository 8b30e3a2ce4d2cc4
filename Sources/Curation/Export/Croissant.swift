import Datasets
import Foundation

/// The corpus's metadata in Croissant 1.1 (MLCommons).
///
/// The namespace is written with `http:`: mlcroissant 1.1.1 refuses the `https:` of the specification's text.
struct Croissant {
  let corpus: CuratedCorpus
  let licence: String
  let shards: [CorpusFolder.Manifest.File]

  private static var context: [String: Any] {
    [
      "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
      "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
      "rai": "http://mlcommons.org/croissant/RAI/", "data": ["@id": "cr:data", "@type": "@json"],
      "dataType": ["@id": "cr:dataType", "@type": "@vocab"], "dct": "http://purl.org/dc/terms/",
      "examples": ["@id": "cr:examples", "@type": "@json"], "extract": "cr:extract", "field": "cr:field",
      "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet",
      "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
      "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField",
      "path": "cr:path", "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex",
      "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
      "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source",
      "subField": "cr:subField", "transform": "cr:transform",
    ]
  }

  private static let fields: [(name: String, description: String)] = [
    ("id", "The row's identifier."), ("text", "The query or sentence, in the hangul form."),
    ("label", "safe or unsafe."), ("kind", "What sort of text it is."),
    ("origin", "How the text came to be: native, translated, written, generated or derived."),
    ("source", "The source's identifier in manifest.json."), ("licence", "The row's licence as SPDX."),
  ]

  func json() -> Data {
    let distribution: [[String: Any]] = shards.map { shard in
      [
        "@type": "cr:FileObject", "@id": shard.path, "name": shard.path, "contentUrl": shard.path,
        "encodingFormat": "application/zstd", "sha256": shard.sha256,
        "description":
          "\(shard.rows ?? 0) rows of the split \(shard.split ?? ""), JSON lines packed with Zstandard.",
      ]
    }
    let records: [[String: Any]] = corpus.splits.map { split in
      [
        "@type": "cr:RecordSet", "@id": "\(split.name)_rows", "name": "\(split.name)_rows",
        "description": "The rows of the split \(split.name).",
        "field": Self.fields.map { field -> [String: Any] in
          let shard = shards.first { $0.split == split.name }?.path ?? ""
          return [
            "@type": "cr:Field", "@id": "\(split.name)_rows/\(field.name)", "name": field.name,
            "description": field.description, "dataType": "sc:Text",
            "source": ["fileObject": ["@id": shard], "extract": ["column": field.name]],
          ]
        },
      ]
    }
    let metadata: [String: Any] = [
      "@context": Self.context, "@type": "sc:Dataset", "name": corpus.name,
      "description":
        "Korean queries and sentences, harmful and benign, for training and measuring guard models. Built by Haechi from \(corpus.manifests.count) sources; every row names its source and licence.",
      "conformsTo": "http://mlcommons.org/croissant/1.1",
      "license": "https://spdx.org/licenses/\(licence).html", "url": "https://example.org/\(corpus.name)",
      "version": "1.0.0", "datePublished": "2026-01-01", "inLanguage": "ko",
      "citeAs": corpus.manifests.map(\.citation).filter { $0 != "none" }.joined(separator: " | "),
      "distribution": distribution, "recordSet": records,
    ]
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return ((try? JSONSerialization.data(withJSONObject: metadata, options: options)) ?? Data())
      + Data("\n".utf8)
  }
}
