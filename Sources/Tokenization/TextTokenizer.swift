import Normalization

/// What cuts text into numbered pieces and puts it together again, whichever kind of file it came from.
///
/// ``Tokenizer`` runs SentencePiece models, ``HuggingFaceTokenizer`` files named `tokenizer.json`;
/// ``TokenizerFile`` tells them apart.
public protocol TextTokenizer: Sendable {
  /// How many ids there are; every id is below it.
  var vocabularySize: Int { get }

  /// The id of the piece with exactly the bytes of `piece`; nil if there is none.
  func id(of piece: String) -> Int32?

  /// The spelling of piece `id`, as the vocabulary has it; nil if there is none.
  func spelling(of id: Int32) -> [UInt8]?

  /// The pieces of `text`, with their places in the user's original. The empty text has none.
  func encode(_ text: AlignedText) -> Encoding

  /// The UTF-8 of the text of `ids`.
  func decodedBytes(_ ids: [Int32]) -> [UInt8]

  /// A decoder of ids that arrive one at a time.
  func streamingDecoder(holdsClusters: Bool) -> StreamingDecoder
}

extension TextTokenizer {
  /// The text of `ids`.
  public func decode(_ ids: [Int32]) -> String { String(decoding: decodedBytes(ids), as: UTF8.self) }
}

extension Tokenizer: TextTokenizer {
  /// The spelling of piece `id`; nil if there is none.
  public func spelling(of id: Int32) -> [UInt8]? { piece(of: id)?.bytes }

  /// A decoder of ids that arrive one at a time.
  public func streamingDecoder(holdsClusters: Bool = false) -> StreamingDecoder {
    StreamingDecoder(SentencePieceSurfaces(self), holdsClusters: holdsClusters)
  }
}
