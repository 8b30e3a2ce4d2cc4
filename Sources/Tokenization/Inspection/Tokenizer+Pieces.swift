extension Tokenizer {
  /// The piece `id`; nil if the model has none of that number.
  public func piece(of id: Int32) -> SentencePieceModel.Piece? {
    id >= 0 && Int(id) < model.pieces.count ? model.pieces[Int(id)] : nil
  }

  /// The id of the unknown piece.
  public var unknownID: Int32? { id(ofType: .unknown, named: model.trainer.unknownPiece, "<unk>") }

  /// The id of the control piece that begins a text; nil if the model has none.
  public var beginID: Int32? { id(ofType: .control, named: model.trainer.beginPiece, "<s>") }

  /// The id of the control piece that ends a text; nil if the model has none.
  public var endID: Int32? { id(ofType: .control, named: model.trainer.endPiece, "</s>") }

  /// The id of the control piece that fills up batches; nil if the model has none.
  public var paddingID: Int32? { id(ofType: .control, named: model.trainer.paddingPiece, "<pad>") }

  /// SentencePiece goes by names, whatever ids the training asked for; an empty name is the usual one.
  private func id(
    ofType type: SentencePieceModel.PieceType, named name: String, _ usual: String
  ) -> Int32? {
    guard let id = id(of: name.isEmpty ? usual : name), model.pieces[Int(id)].type == type else { return nil }
    return id
  }
}
