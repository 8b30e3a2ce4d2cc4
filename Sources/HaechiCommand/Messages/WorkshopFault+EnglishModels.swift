import Models
import Tensors
import Tokenization

extension ModelError {
  var english: String {
    switch self {
    case .inaccessibleFile(let path, let code): InputError(path: path, code: code).message.english
    case .badTensors(let file, let error):
      "\(file) cannot be used: \(error.english). Export or copy it again."
    case .malformedJSON(let file, let path, let detail):
      "\(file)\(path.isEmpty ? "" : ", member “\(path)”") is not as it should be: \(phrase(detail)). Correct it, or export the model again."
    case .unsupportedOption(let file, let name, let expected, let found):
      "\(file): “\(name)” is “\(found)”, and this version computes only “\(expected)”. Take a model that has it so."
    case .invalidValue(let file, let name, let expected, let found):
      "\(file): “\(name)” is \(found), and should be \(phrase(expected)). Correct it, or make the file anew."
    case .missingParameter(let name):
      "The checkpoint lacks the parameter “\(name)”, which its configuration asks for. Export the model again."
    case .unexpectedParameter(let name):
      "The checkpoint has the parameter “\(name)”, which its configuration does not know. Correct config.json, or export the model again."
    case .wrongShape(let parameter, let expected, let found):
      "The parameter “\(parameter)” has the shape \(found), and its configuration asks for \(expected). Correct config.json, or export the model again."
    case .notFinite(let parameter, let index):
      "The parameter “\(parameter)” holds at index \(index) what is no finite number. Train again, or take an earlier checkpoint."
    case .missingMetadata:
      "The checkpoint has no haechi.json, and a bundle needs it. Take a folder that haechi train wrote, or put the file beside config.json."
    case .notABundle:
      "It does not begin as a model bundle does. Name a file that haechi train or haechi convert wrote."
    case .unsupportedBundleVersion(let expected, let found):
      "The bundle has format version \(found), and this haechi reads version \(expected). Convert the checkpoint again with this haechi."
    case .wrongLength(let what, let expected, let found):
      "The bundle is damaged: its part “\(what)” should have \(expected) bytes and has \(found). \(bundleAdvice)"
    case .misalignedBundle(let expected):
      "The bundle does not begin at a multiple of \(expected) bytes in memory. Load it from a file."
    case .missingSection(let name): "The bundle is damaged: it has no section “\(name)”. \(bundleAdvice)"
    case .misplacedSection(let name, let offset, let count, let limit):
      "The bundle is damaged: its section “\(name)” (\(count) bytes from byte \(offset) on) does not lie aligned within the \(limit) bytes that are there. \(bundleAdvice)"
    case .checksumMismatch(let expected, let found):
      "The bundle is damaged: its checksum is \(hexadecimal(found)), not \(hexadecimal(expected)). \(bundleAdvice)"
    case .noDefaultModel: Message.modelAbsent.english
    }
  }
}

private let bundleAdvice = "Copy it again, or make it anew with haechi convert."

extension TensorError {
  /// What is wrong with the file, to stand after a colon.
  fileprivate var english: String {
    switch self {
    case .unreadable(let path, let code): "reading \(path) failed (\(systemReason(code)))"
    case .unwritable(let path, let code): "writing \(path) failed (\(systemReason(code)))"
    case .truncated(let what, let expected, let found):
      "it ends within its \(what): \(expected) bytes are needed, and \(found) are there"
    case .headerTooLong(let limit, let found):
      "its header claims \(found) bytes, and none has more than \(limit)"
    case .malformedHeader(let byteOffset, let expected):
      "its header is wrong at byte offset \(byteOffset), where there should be: \(phrase(expected))"
    case .duplicateName(let name): "the name “\(name)” is there twice"
    case .missingField(let tensor, let field): "the tensor “\(tensor)” has no “\(field)”"
    case .unsupportedType(let tensor, let found):
      "the tensor “\(tensor)” is of the type “\(found)”, and only F32, F16 and BF16 can be read"
    case .offsetsOutOfRange(let tensor, let lower, let upper, let limit):
      "the tensor “\(tensor)” lies from byte \(lower) to \(upper), and there are \(limit) bytes"
    case .wrongByteCount(let tensor, let shape, let expected, let found):
      "the tensor “\(tensor)” of shape \(shape) has \(found) bytes\(expected.map { " where it needs \($0)" } ?? ", and its shape is too large for any file")"
    case .overlap(let tensor, let other): "the tensors “\(tensor)” and “\(other)” overlap"
    case .unclaimedBytes(let lower, let upper): "the bytes from \(lower) to \(upper) belong to no tensor"
    case .missingTensor(let name): "it has no tensor “\(name)”"
    }
  }
}

extension TokenizationError {
  var english: String {
    switch self {
    case .truncated(let field, let offset):
      damaged("the file ends within “\(field)”, in what begins at byte \(offset)")
    case .lengthOutOfBounds(let field, let offset, let expectedAtMost, let found):
      damaged("“\(field)” at byte \(offset) claims \(found) bytes, and \(expectedAtMost) are there")
    case .malformedNumber(let offset): damaged("the number at byte \(offset) is too long")
    case .malformedKey(let offset, let found):
      damaged("at byte \(offset) stands the key \(found), which is none")
    case .wrongWireType(let field, let offset, let expected, let found):
      damaged("“\(field)” at byte \(offset) is of wire type \(found), not \(expected)")
    case .unknownValue(let field, let offset, let found):
      damaged("“\(field)” at byte \(offset) has the value \(found), which has no meaning")
    case .malformedCharsmap(let reason, let offset):
      damaged("in its normalization table, \(reason.english) at byte \(offset)")
    case .noPieces: unfit("it has no pieces")
    case .tooManyPieces(let found): unfit("it has \(found) pieces, more than can be numbered")
    case .emptyPiece(let id): unfit("piece \(id) is empty")
    case .duplicatePiece(let id, let firstID): unfit("piece \(id) is the same as piece \(firstID)")
    case .pieceTooLong(let id, let found, let limit):
      unfit("piece \(id) has \(found) bytes, and at most \(limit) can be used")
    case .nulInPiece(let id): unfit("piece \(id) holds a zero byte")
    case .invalidScore(let id): unfit("the score of piece \(id) is not a finite number")
    case .malformedVocabulary(let line):
      damaged("line \(line) of the vocabulary is not a piece, a tab and a number")
    case .malformedJSON(let offset): damaged("it stops being JSON at byte \(offset)")
    case .malformedMember(let path, let expected): damaged("“\(path)” should be \(expected)")
    case .unsupportedMember(let path, let found):
      unfit("“\(path)” asks for “\(found)”, which this version does not run")
    case .malformedPattern(let pattern, let offset):
      unfit("the pattern “\(pattern)” cannot be read at its character \(offset)")
    case .unsupportedOperation(let name, let type):
      "Models of the type “\(type)” have no \(name). Use a model of another type."
    case .unknownPieceCount(let found): unfit("it has \(found) pieces for the unknown, and needs exactly 1")
    case .bytePieces(let expected, let found): unfit("it has \(found) byte pieces, and needs \(expected)")
    case .malformedBytePiece(let id):
      unfit("piece \(id) stands for a byte but is not spelled <0x00> to <0xFF>")
    case .unsupportedModelType(let type):
      unfit("it is of the type “\(type)”, which this version does not run")
    case .settingOutOfRange(let name, let found, let expected):
      "The tokenizer's setting “\(name)” is \(plain(found)), and should lie from \(plain(expected.lowerBound)) to \(plain(expected.upperBound)). Correct it in the recipe."
    case .invalidSymbol(let name):
      "The tokenizer's special piece “\(name)” is empty or there twice. Correct the categories of the taxonomy."
    case .vocabularyTooSmall(let requested, let required):
      "A vocabulary of \(requested) pieces is too small: characters, bytes and special pieces alone are \(required). Raise tokenizer.vocabularySize or lower tokenizer.characterCoverage in the recipe."
    case .vocabularyTooLarge(let requested, let possible):
      "A vocabulary of \(requested) pieces is too large for this text, which gives at most \(possible). Lower tokenizer.vocabularySize in the recipe or add text."
    case .noTrainingText: "There is no text to train the tokenizer on. Add sources to the recipe."
    }
  }
}

extension TokenizationError.CharsmapFault {
  fileprivate var english: String {
    switch self {
    case .header: "the header is cut short"
    case .trieSize: "the trie's size is wrong"
    case .trieUnit: "an entry points outside"
    case .value: "a replacement points outside or has no end"
    }
  }
}

private func damaged(_ problem: String) -> String {
  "The tokenizer model is damaged: \(problem). Copy it again, or take it from its origin."
}

private func unfit(_ problem: String) -> String {
  "The tokenizer model cannot be used: \(problem). Take another, or train it again."
}

private func phrase(_ phrase: String) -> String { Detail.phrase(phrase, in: .en) }

/// `number` without a fraction where it has none.
func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
