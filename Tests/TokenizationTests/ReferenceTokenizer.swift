import Normalization

@testable import Tokenization

/// The clear way to cut a text, in which nothing is reused, kept or skipped: the oracle of the fast one.
///
/// It prepares the whole text with ``TextPreparer`` and looks every piece up in a dictionary.
struct ReferenceTokenizer {
  private let tokenizer: Tokenizer
  private let ids: [[UInt8]: Int32]
  private let worst: Float

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    let model = tokenizer.model
    let pieces = zip(model.pieces, Int32(0)...).filter { model.isText($0.0) }
    ids = Dictionary(uniqueKeysWithValues: pieces.map { ($0.0.bytes, $0.1) })
    worst =
      (model.pieces.filter { $0.type == .normal }.map(\.score).min() ?? .greatestFiniteMagnitude) - 10
  }

  func encode(_ text: AlignedText) -> Encoding {
    let prepared = tokenizer.prepared(text)
    guard !prepared.utf8.isEmpty else { return Encoding() }
    let isUnigram = tokenizer.model.trainer.modelType == .unigram
    var encoding = Encoding()
    var followsUnknown = false
    for (id, range) in isUnigram ? searched(prepared.utf8) : joined(prepared.utf8) {
      if id < 0, tokenizer.model.trainer.hasByteFallback {
        for character in characters(Array(prepared.utf8[range])) {
          let place = range.lowerBound + character.lowerBound..<range.lowerBound + character.upperBound
          for byte in prepared.utf8[place] {
            encoding.ids.append(tokenizer.vocabulary.byteIDs[Int(byte)])
            encoding.spans.append(prepared.sourceRange(of: place))
          }
        }
      } else if id < 0, followsUnknown, let last = encoding.spans.last {
        let end = prepared.sourceRange(of: range).upperBound
        encoding.spans[encoding.spans.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        encoding.ids.append(id < 0 ? tokenizer.vocabulary.unknownID : id)
        encoding.spans.append(prepared.sourceRange(of: range))
      }
      followsUnknown = id < 0 && !tokenizer.model.trainer.hasByteFallback
    }
    return encoding
  }

  private func characters(_ bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let length = UTF8Scalar(in: bytes, at: offset)?.length ?? 1
        ranges.append(offset..<offset + length)
        offset += length
      }
    }
    return ranges
  }

  /// Forwards, as SentencePiece does it, sums and resets and all.
  private func searched(_ bytes: [UInt8]) -> [(id: Int32, range: Range<Int>)] {
    let model = tokenizer.model
    var best = [(score: Float, start: Int, id: Int32)](repeating: (0, -1, -1), count: bytes.count + 1)
    func offer(_ score: Float, from start: Int, to end: Int, id: Int32) {
      if best[end].start < 0 || score > best[end].score { best[end] = (score, start, id) }
    }
    let longest = model.pieces.map(\.bytes.count).max() ?? 1
    for character in characters(bytes) {
      let start = character.lowerBound
      let reached = best[start].score
      if abs(reached) > 100_000 {
        for end in start...bytes.count where end == start || best[end].start >= 0 {
          best[end].score -= reached
        }
      }
      var isKnown = false
      for end in start + 1...min(bytes.count, start + longest) {
        guard let id = ids[Array(bytes[start..<end])], model.pieces[Int(id)].type != .unused else { continue }
        let isSymbol = model.pieces[Int(id)].type == .userDefined
        let score = isSymbol ? Float(0.1 * Double(end - start - 1)) : model.pieces[Int(id)].score
        offer(score + best[start].score, from: start, to: end, id: id)
        if end == character.upperBound { isKnown = true }
      }
      if !isKnown { offer(worst + best[start].score, from: start, to: character.upperBound, id: -1) }
    }
    var pieces: [(id: Int32, range: Range<Int>)] = []
    var end = bytes.count
    while end > 0 {
      pieces.append((best[end].id, best[end].start..<end))
      end = best[end].start
    }
    return pieces.reversed()
  }

  /// Joins the best pair of all, again and again.
  private func joined(_ bytes: [UInt8]) -> [(id: Int32, range: Range<Int>)] {
    var parts = characters(bytes)
    while true {
      var best: (place: Int, score: Float)?
      for place in parts.indices.dropLast() {
        let whole = Array(bytes[parts[place].lowerBound..<parts[place + 1].upperBound])
        guard let id = ids[whole] else { continue }
        let score = tokenizer.model.pieces[Int(id)].score
        if best.map({ score > $0.score }) ?? true { best = (place, score) }
      }
      guard let place = best?.place else { break }
      parts[place] = parts[place].lowerBound..<parts[place + 1].upperBound
      parts.remove(at: place + 1)
    }
    return parts.map { (ids[Array(bytes[$0])] ?? -1, $0) }
  }
}
