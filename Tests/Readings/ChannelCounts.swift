import Foundation
import Normalization

/// Learns the costs of soundalike.tsv from pairs of clean and obfuscated sentences whose words have the same
/// number of syllables: how often a vowel, a coda, an onset, and a coda with the next onset are written
/// otherwise.
struct ChannelCounts {
  private var vowels: [[Int]: Double] = [:]
  private var codas: [[Int]: Double] = [:]
  private var onsets: [[Int]: Double] = [:]
  private var boundaries: [[Int]: Double] = [:]

  mutating func add(clean: String, written: String) {
    let cleanWords = clean.unicodeScalars.split(separator: " ")
    let writtenWords = written.unicodeScalars.split(separator: " ")
    guard cleanWords.count == writtenWords.count else { return }
    for (cleanWord, writtenWord) in zip(cleanWords, writtenWords) where cleanWord.count == writtenWord.count {
      let pairs = zip(cleanWord, writtenWord).map { (Hangul.jamo(of: $0.value), Hangul.jamo(of: $1.value)) }
      guard pairs.allSatisfy({ $0.0 != nil && $0.1 != nil }) else { continue }
      // Syllables in another order are not a matter of sound.
      guard Set(cleanWord) != Set(writtenWord) || cleanWord.elementsEqual(writtenWord) else { continue }
      var before: (Int, Int) = (28, 28)
      for case (let read?, let wrote?) in pairs {
        vowels[[wrote.vowel, read.vowel], default: 0] += 1
        count(before, wrote.leading, read.leading)
        before = (wrote.trailing, read.trailing)
      }
      count(before, 19, 19)
    }
  }

  private mutating func count(_ coda: (Int, Int), _ writtenOnset: Int, _ onset: Int) {
    boundaries[[coda.0, writtenOnset, coda.1, onset], default: 0] += 1
    if coda.0 < 28 { codas[[coda.0, coda.1], default: 0] += 1 }
    if onset < 19 { onsets[[writtenOnset, onset], default: 0] += 1 }
  }

  /// The table: costs in nats above the cost of writing what is meant.
  func table() -> String {
    var lines = ["part\twritten\tread\tcost"]
    for (part, counts, name) in [
      ("vowel", vowels, vowelName), ("coda", codas, codaName), ("onset", onsets, onsetName),
    ] {
      for (key, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        guard key[0] != key[1], count >= 2, let right = counts[[key[1], key[1]]] else { continue }
        lines.append("\(part)\t\(name(key[0]))\t\(name(key[1]))\t\(cost(count, right))")
      }
    }
    for (key, count) in boundaries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      guard key[0] != key[2] || key[1] != key[3], count >= 2 else { continue }
      let right = boundaries[[key[2], key[3], key[2], key[3]]] ?? 1
      let written = codaName(key[0]) + onsetName(key[1])
      lines.append("boundary\t\(written)\t\(codaName(key[2]) + onsetName(key[3]))\t\(cost(count, right))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func cost(_ count: Double, _ right: Double) -> String {
    String(format: "%.2f", max(0, log((right + 1) / (count - 0.5))))
  }

  private func vowelName(_ index: Int) -> String { name(Hangul.vowelCompatibility(index)) }
  private func onsetName(_ index: Int) -> String {
    index == 19 ? "#" : name(Hangul.leadingCompatibility[index])
  }
  private func codaName(_ index: Int) -> String {
    index == 28 ? "#" : index == 0 ? "_" : name(Hangul.trailingCompatibility[index])
  }
  private func name(_ scalar: UInt32) -> String { Unicode.Scalar(scalar).map { String($0) } ?? "?" }
}
