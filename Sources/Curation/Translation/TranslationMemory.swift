import Datasets
import Foundation

/// Renderings that people or programs made before: JSON lines of `{"source": …, "rendering": …}`.
public struct TranslationMemory: Sendable {
  /// A line that gives no rendering.
  public struct BadLine: Equatable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong with it.
    public var problem: Problem
  }

  /// What keeps a line from giving a rendering.
  public enum Problem: String, Equatable, Sendable {
    /// The line is no JSON object with two texts.
    case malformed
    /// The source or its rendering is blank.
    case blank
    /// An earlier line renders the same source otherwise; that one stays.
    case conflict
  }

  /// The lines that give nothing.
  public private(set) var badLines: [BadLine] = []
  private var renderings: [[UInt8]: String] = [:]

  /// A memory of nothing.
  public init() {}

  /// The memory in a file; packed files are unpacked.
  public init(_ url: URL) throws(CurationError) {
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw .unreadable(path: url.path, reason: "no such file, or no right to read it")
    }
    try PackedLines.forEach(in: url, lastLineNeedsEnd: false) { bytes, line throws(CurationError) in
      add(bytes, line: line)
    }
  }

  /// The number of sources with a rendering.
  public var count: Int { renderings.count }

  /// The rendering of a text, which must be the source's but for white space at its ends.
  public subscript(source: String) -> String? { renderings[Self.key(source)] }

  private struct Line: Decodable {
    var source: String
    var rendering: String
  }

  private mutating func add(_ bytes: [UInt8], line: Int) {
    guard bytes.contains(where: { !" \t\r".utf8.contains($0) }) else { return }
    guard let entry = try? JSONDecoder().decode(Line.self, from: Data(bytes)) else {
      badLines.append(BadLine(line: line, problem: .malformed))
      return
    }
    let (key, rendering) = (Self.key(entry.source), trimmed(entry.rendering))
    guard !key.isEmpty, !rendering.isEmpty else {
      badLines.append(BadLine(line: line, problem: .blank))
      return
    }
    if let earlier = renderings[key] {
      if !earlier.utf8.elementsEqual(rendering.utf8) {
        badLines.append(BadLine(line: line, problem: .conflict))
      }
    } else {
      renderings[key] = rendering
    }
  }

  private static func key(_ text: String) -> [UInt8] { Array(trimmed(text).utf8) }
}

/// A text without white space at its ends.
func trimmed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  return String(scalars[first...last])
}
