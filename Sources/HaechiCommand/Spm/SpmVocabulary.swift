import Foundation
import Tokenization

/// The `.vocab` file of a model: a piece a line, and its score in up to six digits.
enum SpmVocabulary {
  static func text(of model: SentencePieceModel, withScores: Bool) -> [UInt8] {
    var text: [UInt8] = []
    for piece in model.pieces {
      text += piece.bytes
      if withScores { text += Array("\t\(String(format: "%g", Double(piece.score)))".utf8) }
      text.append(0x0A)
    }
    return text
  }
}
