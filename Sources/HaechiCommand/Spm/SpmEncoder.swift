import Normalization
import Tokenization

/// What stands in a line of `haechi spm encode`.
enum SpmEncodeForm: String, CaseIterable, Sendable {
  case piece
  case id
  case ids
  case pieces
  case json
  case nbestPiece = "nbest_piece"
  case nbestID = "nbest_id"
  case samplePiece = "sample_piece"
  case sampleID = "sample_id"

  /// Whether a line is JSON.
  var isJSON: Bool { self == .ids || self == .pieces || self == .json }
}

/// What offsets count.
enum SpmOffsets: String, CaseIterable, Sendable {
  case bytes
  case chars
}

/// Encodes texts and writes their lines.
struct SpmEncoder: Sendable {
  private let tokenizer: SpmTokenizer
  private let form: SpmEncodeForm
  private let steps: [EncodingStep]
  private let offsets: SpmOffsets?
  private let nbestSize: Int
  private let alpha: Float
  private let seed: UInt64
  private let ways: AlternativeSegmentation?

  init(
    tokenizer: SpmTokenizer, form: SpmEncodeForm, steps: [EncodingStep], offsets: SpmOffsets?,
    nbestSize: Int, alpha: Float, seed: UInt64
  ) throws(CommandFailure) {
    (self.tokenizer, self.form, self.steps, self.offsets) = (tokenizer, form, steps, offsets)
    (self.nbestSize, self.alpha, self.seed) = (nbestSize, alpha, seed)
    if offsets != nil, form != .ids, form != .pieces {
      throw CommandFailure(.optionsExclude("--offsets", "--output-format " + form.rawValue))
    }
    let sentencePiece = tokenizer.model
    if let step = sentencePiece?.impossibleStep(of: steps) {
      throw CommandFailure(.pieceUndefined(name: step.rawValue))
    }
    switch form {
    case .piece, .id, .ids, .pieces, .json:
      ways = nil
      if !steps.isEmpty, sentencePiece == nil {
        throw CommandFailure(.unavailable(what: "--extra_options", type: "tokenizer.json"))
      }
    case .nbestPiece, .nbestID, .samplePiece, .sampleID:
      guard let sentencePiece else {
        throw CommandFailure(.unavailable(what: form.rawValue, type: "tokenizer.json"))
      }
      guard nbestSize <= AlternativeSegmentation.maximumCount else {
        throw CommandFailure(
          .optionOutOfRange(option: "--nbest_size", value: "\(nbestSize)", valid: "≤ 512"))
      }
      guard alpha.isFinite, alpha >= 0 else {
        throw CommandFailure(.optionOutOfRange(option: "--alpha", value: "\(alpha)", valid: "≥ 0"))
      }
      let type = sentencePiece.model.trainer.modelType
      let isNBest = form == .nbestPiece || form == .nbestID
      guard type == .unigram || (type == .bpe && !isNBest) else {
        throw CommandFailure(.unavailable(what: form.rawValue, type: "\(type)"))
      }
      ways = AlternativeSegmentation(sentencePiece)
    }
  }

  /// Whether text can give piece `id`: it is neither unknown nor control.
  static func isOfText(_ id: Int32, _ tokenizer: SpmTokenizer) -> Bool {
    guard let type = tokenizer.model?.piece(of: id)?.type else { return true }
    return type != .unknown && type != .control
  }

  /// Writes the lines of `utf8`; `number` counts texts, so that each has draws of its own.
  func encode(_ utf8: [UInt8], number: Int, to output: inout [UInt8]) throws(SpmFault) {
    let text = tokenizer.text(utf8)
    do throws(TokenizationError) {
      switch form {
      case .piece, .id, .ids, .pieces, .json: write(text, of: utf8, to: &output)
      case .nbestPiece, .nbestID:
        for cut in try ways?.nBest(text, limit: nbestSize) ?? [] {
          write(cut.encoding, of: text, to: &output)
        }
      case .samplePiece, .sampleID:
        var generator = SplitMix64(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15)
        if let cut = try ways?.sample(text, limit: nbestSize, alpha: alpha, using: &generator) {
          write(cut, of: text, to: &output)
        }
      }
    } catch { throw .tokenization(error) }
  }

  /// Writes one cut as pieces or ids with spaces between.
  private func write(_ encoding: Encoding, of text: AlignedText, to output: inout [UInt8]) {
    var encoding = encoding
    if let tokenizer = tokenizer.model {
      encoding = tokenizer.applying(steps, to: encoding, byteCount: text.sourceEnd)
    }
    let wantsIDs = form == .id || form == .nbestID || form == .sampleID
    let spellings = wantsIDs ? [] : spellings(encoding, of: text)
    for (index, id) in encoding.ids.enumerated() {
      if index > 0 { output.append(0x20) }
      if wantsIDs { output.append(contentsOf: String(id).utf8) } else { output += spellings[index] }
    }
    output.append(0x0A)
  }

  private func write(_ text: AlignedText, of source: [UInt8], to output: inout [UInt8]) {
    if form == .json { return writeObject(text, of: source, to: &output) }
    var encoding = tokenizer.encoder.encode(text)
    guard form == .ids || form == .pieces else { return write(encoding, of: text, to: &output) }
    if let tokenizer = tokenizer.model {
      encoding = tokenizer.applying(steps, to: encoding, byteCount: text.sourceEnd)
    }
    if offsets != nil { output += "{\"\(form.rawValue)\":".utf8 }
    output.append(UInt8(ascii: "["))
    let spellings = form == .pieces ? spellings(encoding, of: text) : []
    for (index, id) in encoding.ids.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      if form == .ids {
        output.append(contentsOf: String(id).utf8)
      } else {
        SpmJSON.append(spellings[index], to: &output)
      }
    }
    output.append(UInt8(ascii: "]"))
    if let offsets {
      encoding.spans = places(encoding, of: text)
      let spans = offsets == .bytes ? encoding.spans : encoding.scalarSpans(in: source)
      output += ",\"offsets\":[".utf8
      output += spans.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",").utf8
      output += "]}".utf8
    }
    output.append(0x0A)
  }

  /// Text and pieces with their surfaces and places in bytes, as `SentencePieceText` has them.
  private func writeObject(
    _ text: AlignedText, of source: [UInt8], to output: inout [UInt8]
  ) {
    var encoding = tokenizer.encoder.encode(text)
    if let tokenizer = tokenizer.model {
      encoding = tokenizer.applying(steps, to: encoding, byteCount: text.sourceEnd)
    }
    func append(_ bytes: some Sequence<UInt8>) {
      SpmJSON.append(Array(bytes), to: &output)
    }
    output += "{\"text\":".utf8
    append(source)
    output += ",\"pieces\":[".utf8
    let spellings = spellings(encoding, of: text)
    for (index, span) in places(encoding, of: text).enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output += "{\"piece\":".utf8
      append(spellings[index])
      output += ",\"id\":\(encoding.ids[index]),\"surface\":".utf8
      append(source[span])
      output += ",\"begin\":\(span.lowerBound),\"end\":\(span.upperBound)}".utf8
    }
    output += "]}\n".utf8
  }

  /// The spellings of an encoding's pieces; an unknown one is the text it stands for, unless the steps say else.
  private func spellings(_ encoding: Encoding, of text: AlignedText) -> [[UInt8]] {
    guard let tokenizer = tokenizer.model, !steps.contains(.unknownPiece) else {
      return encoding.ids.map { self.tokenizer.encoder.spelling(of: $0) ?? [] }
    }
    let unknown = tokenizer.unknownID
    guard encoding.ids.contains(where: { $0 == unknown }) else {
      return encoding.ids.map { tokenizer.spelling(of: $0) ?? [] }
    }
    var texts = unknownTexts(encoding, of: text, tokenizer)[...]
    return encoding.ids.map { id in
      (id == unknown ? texts.popFirst() : nil) ?? tokenizer.spelling(of: id) ?? []
    }
  }

  /// The texts of the unknown pieces, in the order of the encoding.
  private func unknownTexts(
    _ encoding: Encoding, of text: AlignedText, _ tokenizer: Tokenizer
  ) -> [[UInt8]] {
    let pieces = tokenizer.sentencePieceText(text, encoding: plain(encoding, of: text, tokenizer)).pieces
    let texts = pieces.filter { $0.id == tokenizer.unknownID }.map(\.bytes)
    return isReversed ? texts.reversed() : texts
  }

  /// The places of the pieces by SentencePiece's rules.
  private func places(_ encoding: Encoding, of text: AlignedText) -> [Range<Int>] {
    guard let tokenizer = tokenizer.model else { return encoding.spans }
    let inner = tokenizer.sentencePieceText(text, encoding: plain(encoding, of: text, tokenizer))
    return tokenizer.applying(
      steps, to: Encoding(ids: inner.pieces.map(\.id), spans: inner.pieces.map(\.span)),
      byteCount: text.sourceEnd
    ).spans
  }

  private var isReversed: Bool { !steps.count(where: { $0 == .reverse }).isMultiple(of: 2) }

  /// `encoding` before the steps.
  private func plain(_ encoding: Encoding, of text: AlignedText, _ tokenizer: Tokenizer) -> Encoding {
    guard !steps.isEmpty else { return encoding }
    var pairs = Array(zip(encoding.ids, encoding.spans))
    for step in steps.reversed() {
      switch step {
      case .begin where tokenizer.beginID != nil: pairs.removeFirst()
      case .end where tokenizer.endID != nil: pairs.removeLast()
      case .reverse: pairs.reverse()
      case .begin, .end, .unknownPiece: break
      }
    }
    return Encoding(ids: pairs.map(\.0), spans: pairs.map(\.1))
  }
}

extension AlignedText {
  /// Where the user's text ends, as far as this one leads back to it.
  fileprivate var sourceEnd: Int { sourceRange(of: utf8.count..<utf8.count).upperBound }
}
