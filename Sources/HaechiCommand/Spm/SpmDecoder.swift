import Tokenization

/// Decodes lines of pieces or ids and writes their texts.
struct SpmDecoder: Sendable {
  private let tokenizer: any TextTokenizer
  private let input: SpmDecodeCommand.InputFormat
  private let form: SpmDecodeCommand.OutputFormat
  private let steps: [EncodingStep]
  private let addsOffsets: Bool

  init(
    tokenizer: any TextTokenizer, input: SpmDecodeCommand.InputFormat, form: SpmDecodeCommand.OutputFormat,
    steps: [EncodingStep], addsOffsets: Bool
  ) throws(CommandFailure) {
    (self.tokenizer, self.input, self.form) = (tokenizer, input, form)
    (self.steps, self.addsOffsets) = (steps, addsOffsets)
    guard let model = tokenizer as? Tokenizer else {
      if !steps.isEmpty || addsOffsets {
        throw CommandFailure(
          .unavailable(what: addsOffsets ? "--offsets" : "--extra_options", type: "tokenizer.json"))
      }
      return
    }
    if let step = model.impossibleStep(of: steps) {
      throw CommandFailure(.pieceUndefined(name: step.rawValue))
    }
  }

  /// Writes the text of `line`.
  func decode(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) throws(SpmFault) {
    if input == .piece { return write(decoded(pieces: line), to: &output) }
    var ids = input == .id ? try ids(spaced: line) : try ids(json: line)
    for id in ids where id < 0 || Int(id) >= tokenizer.vocabularySize {
      throw .idOutsideOfModel(id: Int(id), count: tokenizer.vocabularySize)
    }
    guard let model = tokenizer as? Tokenizer else {
      return write(Decoding(utf8: tokenizer.decodedBytes(ids)), to: &output)
    }
    let spans = Array(repeating: 0..<0, count: ids.count)
    ids = model.applying(steps, to: Encoding(ids: ids, spans: spans), byteCount: 0).ids
    write(addsOffsets ? model.decoding(ids) : Decoding(utf8: model.decodedBytes(ids)), to: &output)
  }

  private func decoded(pieces line: ArraySlice<UInt8>) -> Decoding {
    let pieces = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
    guard let model = tokenizer as? Tokenizer else {
      let ids = pieces.compactMap { tokenizer.id(of: String(decoding: $0, as: UTF8.self)) }
      return Decoding(utf8: tokenizer.decodedBytes(ids))
    }
    if steps.isEmpty { return model.decoding(pieces: pieces) }
    var steppedPieces = pieces
    for step in steps {
      switch step {
      case .begin: steppedPieces.insert(model.beginID.flatMap(model.spelling) ?? [], at: 0)
      case .end: steppedPieces.append(model.endID.flatMap(model.spelling) ?? [])
      case .reverse: steppedPieces.reverse()
      case .unknownPiece: break
      }
    }
    return model.decoding(pieces: steppedPieces)
  }

  /// The ids of a line of numbers with spaces between; what is no number is an error, where spm_decode passes over it.
  private func ids(spaced line: ArraySlice<UInt8>) throws(SpmFault) -> [Int32] {
    var ids: [Int32] = []
    for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      let text = String(decoding: word, as: UTF8.self)
      guard let id = Int32(text) else { throw .notAnID(text: text) }
      ids.append(id)
    }
    return ids
  }

  private func ids(json line: ArraySlice<UInt8>) throws(SpmFault) -> [Int32] {
    var scanner = JSONScanner(line)
    do {
      scanner.skipSpace()
      try scanner.skipValue(depth: 0)
      try scanner.expectEnd()
    } catch { throw .notJSON(offset: error.offset) }
    let text = line.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else { throw .notIDs }
    var ids: [Int32] = []
    for word in text.dropFirst().dropLast().split(separator: UInt8(ascii: ",")) {
      guard let id = Int32(String(decoding: word, as: UTF8.self)) else { throw .notIDs }
      ids.append(id)
    }
    return ids
  }

  private func write(_ decoding: Decoding, to output: inout [UInt8]) {
    defer { output.append(0x0A) }
    guard form == .json else { return output += decoding.utf8 }
    if addsOffsets { output += "{\"text\":".utf8 }
    SpmJSON.append(decoding.utf8, to: &output)
    guard addsOffsets else { return }
    output += ",\"offsets\":[".utf8
    output += decoding.ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",").utf8
    output += "]}".utf8
  }
}
