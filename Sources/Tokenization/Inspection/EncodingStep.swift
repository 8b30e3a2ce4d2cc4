import Normalization

/// Something to do with the pieces of a text once they are found, as `--extra_options` names it.
public enum EncodingStep: String, CaseIterable, Sendable {
  /// Puts the piece that begins a text in front.
  case begin = "bos"
  /// Puts the piece that ends a text behind.
  case end = "eos"
  /// Turns the order around.
  case reverse
  /// Spells unknown pieces as the unknown piece, not as the text they stand for.
  case unknownPiece = "unk"

  /// The steps that `options` lists with colons between, such as `reverse:bos:eos`; nil if one is none.
  public static func list(_ options: String) -> [EncodingStep]? {
    if options.isEmpty { return [] }
    var steps: [EncodingStep] = []
    for name in options.split(separator: ":", omittingEmptySubsequences: false) {
      guard let step = name == "unk_piece" ? .unknownPiece : EncodingStep(rawValue: String(name)) else {
        return nil
      }
      steps.append(step)
    }
    return steps
  }
}

extension Tokenizer {
  /// The first of `steps` that the model cannot do: it has no piece to add. nil if it can do all.
  public func impossibleStep(of steps: [EncodingStep]) -> EncodingStep? {
    steps.first { $0 == .begin && beginID == nil || $0 == .end && endID == nil }
  }

  /// `encoding` after `steps`, one after another. What is put in front has an empty span at 0, what is put behind one
  /// at the end of the text, `byteCount`; a piece that the model does not have is not added.
  public func applying(_ steps: [EncodingStep], to encoding: Encoding, byteCount: Int) -> Encoding {
    var encoding = encoding
    for step in steps {
      switch step {
      case .begin:
        guard let id = beginID else { continue }
        encoding.ids.insert(id, at: 0)
        encoding.spans.insert(0..<0, at: 0)
      case .end:
        guard let id = endID else { continue }
        encoding.ids.append(id)
        encoding.spans.append(byteCount..<byteCount)
      case .reverse:
        encoding.ids.reverse()
        encoding.spans.reverse()
      case .unknownPiece: break
      }
    }
    return encoding
  }

  /// The pieces of `text` after `steps`.
  public func encode(_ text: AlignedText, steps: [EncodingStep]) -> Encoding {
    let end = text.sourceRange(of: text.utf8.count..<text.utf8.count).upperBound
    return applying(steps, to: encode(text), byteCount: end)
  }
}

extension Encoding {
  /// The spans counted in Unicode scalars of `source`, the user's own text, where a malformed byte counts as one.
  ///
  /// Spans need not rise. O(source + spans).
  public func scalarSpans(in source: [UInt8]) -> [Range<Int>] {
    var numbers = [Int](repeating: 0, count: source.count + 1)
    source.withUnsafeBufferPointer { bytes in
      var (offset, count) = (0, 0)
      while offset < bytes.count {
        let end = offset + (UTF8Scalar(in: bytes, at: offset)?.length ?? 1)
        for place in offset..<end { numbers[place] = count }
        (offset, count) = (end, count + 1)
      }
      numbers[bytes.count] = count
    }
    return spans.map { numbers[$0.lowerBound]..<numbers[$0.upperBound] }
  }
}
