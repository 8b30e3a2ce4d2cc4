import Datasets
import Evaluation
import Lexicons
import Models
import Tensors
import Tokenization
import Training

@testable import HaechiCommand

/// A fault, the particulars that its sentences must name, and the exit status it means.
struct FaultSample: Sendable {
  let fault: WorkshopFault
  let particulars: [String]
  let status: CommandFailure.Status

  init(_ fault: WorkshopFault, _ particulars: [String], _ status: CommandFailure.Status) {
    (self.fault, self.particulars, self.status) = (fault, particulars, status)
  }

  /// At least one fault of every case of every room.
  static let all: [FaultSample] =
    datasets + rows + lexicons + models + tensors + tokenizers + training + runs + evaluations + guardians

  static let datasets: [FaultSample] = [
    dataset(.unreadable(path: "/a/r.yaml", reason: "it is a pipe"), ["/a/r.yaml", "it is a pipe"], .noInput),
    dataset(.unreadable(path: "/a/r.yaml", reason: "not UTF-8"), ["/a/r.yaml", "UTF-8"]),
    dataset(.unwritable(path: "/a/train.jsonl", reason: "full"), ["/a/train.jsonl", "full"], .output),
    dataset(.unwritable(path: "", reason: "not encodable"), ["not encodable"], .output),
    dataset(
      .invalidYAML(path: "/a/r.yaml", key: "data.seed", expected: "Int", found: "seventeen"),
      ["/a/r.yaml", "data.seed", "seventeen"]),
    dataset(
      .invalidYAML(path: "/a/r.yaml", key: "", expected: "File", found: "4:9: error: parser: x:\n  a: b: c"),
      ["/a/r.yaml", "4:9"]),
    dataset(.duplicateSource(id: "kmhas", path: "/m/two.yaml"), ["kmhas", "/m/two.yaml"]),
    dataset(.unknownSource(id: "kmhas", known: ["beep", "kold"]), ["kmhas", "beep, kold"]),
    dataset(.unknownSource(id: "kmhas", known: []), ["kmhas"]),
    dataset(
      .unknownSplit(source: "kold", split: "dev", known: ["train", "test"]), ["kold", "dev", "train, test"]),
    dataset(
      .forbiddenUse(source: "kold", use: "train", permitted: ["evaluate"]), ["kold", "train", "evaluate"]),
    dataset(
      .unknownCategory(slug: "cats", where: "kold", known: ["violence", "drugs"]),
      ["cats", "kold", "violence, drugs"]),
    dataset(.missingFolder(source: "kold", path: "/m/kold"), ["kold", "/m/kold"], .noInput),
    dataset(.missingFile(source: "kold", path: "/m/kold/a.csv"), ["kold", "/m/kold/a.csv"], .noInput),
    dataset(
      .checksumMismatch(source: "kold", path: "a.csv", expected: "00ff", found: "11ee"),
      ["kold", "a.csv", "00ff", "11ee"]),
    dataset(
      .malformedFile(source: "kold", path: "a.csv", line: 371, fault: .unterminatedQuote),
      ["kold", "a.csv", "371"]),
    dataset(.emptyEvaluation(name: "held-out"), ["held-out"]),
  ]

  static let rows: [FaultSample] = [
    row(.invalidUTF8, ["UTF-8"]), row(.fieldCount(expected: 51, found: 37), ["51", "37"]),
    row(.textAfterQuote, []), row(.unterminatedQuote, []), row(.missingSeparator, []),
    row(.invalidJSON(byteOffset: 4093, expected: ", or ]"), ["4093", ", or ]"]),
    row(.missingField("comment"), ["comment"]), row(.blankText, []), row(.unknownLabel("maybe"), ["maybe"]),
    row(.unknownCategory("cats"), ["cats"]),
  ]

  static let lexicons: [FaultSample] = [
    FaultSample(
      .lexicon(.unreadable(path: "/t.yaml", reason: "it is a pipe")), ["/t.yaml", "pipe"], .noInput),
    FaultSample(.lexicon(.unreadable(path: "/t.yaml", reason: "not UTF-8")), ["/t.yaml", "UTF-8"], .data),
    FaultSample(
      .lexicon(.invalidYAML(path: "/t.yaml", key: "categories[0].slug", expected: "text", found: "Q")),
      ["/t.yaml", "categories[0].slug", "Q"], .data),
    FaultSample(
      .lexicon(.duplicate(path: "/t.yaml", key: "categories[1].slug", value: "drugs")),
      ["/t.yaml", "categories[1].slug", "drugs"], .data),
    FaultSample(
      .lexicon(.invalidRow(path: "/t.tsv", line: 371, column: "match", expected: "stem word", found: "root")),
      ["/t.tsv:371", "match", "stem word", "root"], .data),
    FaultSample(
      .lexicon(.unknown(what: "scheme", name: "aegis", known: ["openai", "kanana"])),
      ["aegis", "openai, kanana"], .usage),
  ]

  static let models: [FaultSample] = [
    model(.inaccessibleFile(path: "/hf/config.json", code: 2), ["/hf/config.json"], .noInput),
    model(
      .malformedJSON(file: "config.json", path: "vocab_size", detail: "missing"),
      ["config.json", "vocab_size"]),
    model(.malformedJSON(file: "config.json", path: "", detail: "cut off"), ["config.json", "cut off"]),
    model(
      .unsupportedOption(file: "config.json", name: "hidden_act", expected: "silu", found: "gelu"),
      ["config.json", "hidden_act", "silu", "gelu"]),
    model(
      .invalidValue(file: "haechi.json", name: "temperature", expected: "0..<8192", found: "-1.5"),
      ["haechi.json", "temperature", "8191", "-1.5"]),
    model(.missingParameter("model.norm.weight"), ["model.norm.weight"]),
    model(.unexpectedParameter("lm_head.weight"), ["lm_head.weight"]),
    model(
      .wrongShape(parameter: "model.norm.weight", expected: [192], found: [3, 64]),
      ["model.norm.weight", "[192]", "[3, 64]"]),
    model(.notFinite(parameter: "model.norm.weight", index: 77), ["model.norm.weight", "77"]),
    model(.missingMetadata, ["haechi.json"]), model(.notABundle, ["haechi convert"]),
    model(.unsupportedBundleVersion(expected: 21, found: 34), ["21", "34"]),
    model(.wrongLength(what: "layers.0.q", expected: 4096, found: 1024), ["layers.0.q", "4096", "1024"]),
    model(.misalignedBundle(expected: 64), ["64"], .software), model(.missingSection("head"), ["head"]),
    model(.misplacedSection(name: "head", offset: 65, count: 321, limit: 299), ["head", "65", "321", "299"]),
    model(.checksumMismatch(expected: 0xAB, found: 0xCD), ["00000000000000ab", "00000000000000cd"]),
    model(.noDefaultModel, ["--model"], .software),
  ]

  static let tensors: [FaultSample] = [
    tensor(.unreadable(path: "/hf/w", code: 5), ["/hf/w"], .noInput),
    tensor(.unwritable(path: "/hf/w", code: 28), ["/hf/w"], .output),
    tensor(.truncated(what: "header", expected: 4096, found: 1024), ["4096", "1024"]),
    tensor(.headerTooLong(limit: 1000, found: 123_456), ["1000", "123456"]),
    tensor(.malformedHeader(byteOffset: 4093, expected: "an integer"), ["4093"]),
    tensor(.duplicateName("lm_head.weight"), ["lm_head.weight"]),
    tensor(.missingField(tensor: "lm_head.weight", field: "dtype"), ["lm_head.weight", "dtype"]),
    tensor(.unsupportedType(tensor: "lm_head.weight", found: "I64"), ["lm_head.weight", "I64"]),
    tensor(
      .offsetsOutOfRange(tensor: "lm_head.weight", lower: 71, upper: 82, limit: 79),
      ["lm_head.weight", "71", "82", "79"]),
    tensor(
      .wrongByteCount(tensor: "lm_head.weight", shape: [2, 3], expected: 24, found: 28),
      ["lm_head.weight", "[2, 3]", "24", "28"]),
    tensor(
      .wrongByteCount(tensor: "lm_head.weight", shape: [2, 3], expected: nil, found: 28),
      ["lm_head.weight", "[2, 3]", "28"]),
    tensor(.overlap(tensor: "a.weight", other: "b.weight"), ["a.weight", "b.weight"]),
    tensor(.unclaimedBytes(lower: 71, upper: 82), ["71", "82"]),
    tensor(.missingTensor("lm_head.weight"), ["lm_head.weight"]),
  ]

  static let tokenizers: [FaultSample] = [
    tokenizer(.truncated(field: "piece", offset: 4093), ["piece", "4093"]),
    tokenizer(
      .lengthOutOfBounds(field: "piece", offset: 4093, expectedAtMost: 71, found: 82),
      ["piece", "4093", "71", "82"]),
    tokenizer(.malformedNumber(offset: 4093), ["4093"]),
    tokenizer(.malformedKey(offset: 4093, found: 82), ["4093", "82"]),
    tokenizer(
      .wrongWireType(field: "piece", offset: 4093, expected: 2, found: 5), ["piece", "4093", "2", "5"]),
    tokenizer(.unknownValue(field: "piece.type", offset: 4093, found: 82), ["piece.type", "4093", "82"]),
    tokenizer(.noPieces, []), tokenizer(.tooManyPieces(found: 123_456), ["123456"]),
    tokenizer(.emptyPiece(id: 371), ["371"]),
    tokenizer(.duplicatePiece(id: 371, firstID: 205), ["371", "205"]),
    tokenizer(.invalidScore(id: 371), ["371"]), tokenizer(.unknownPieceCount(found: 82), ["82"]),
    tokenizer(.bytePieces(expected: 256, found: 82), ["256", "82"]),
    tokenizer(.malformedBytePiece(id: 371), ["371"]), tokenizer(.unsupportedModelType(.word), ["word"]),
    tokenizer(.malformedCharsmap(reason: .header, offset: 4093), ["4093"]),
    tokenizer(.malformedCharsmap(reason: .trieSize, offset: 4093), ["4093"]),
    tokenizer(.malformedCharsmap(reason: .trieUnit, offset: 4093), ["4093"]),
    tokenizer(.malformedCharsmap(reason: .value, offset: 4093), ["4093"]),
    tokenizer(
      .settingOutOfRange(name: "coverage", found: 1.5, expected: 0...1), ["coverage", "1.5", "0", "1"]),
    tokenizer(.invalidSymbol(name: "<|drugs|>"), ["<|drugs|>"]),
    tokenizer(.vocabularyTooSmall(requested: 371, required: 405), ["371", "405"]),
    tokenizer(.vocabularyTooLarge(requested: 8192, possible: 7001), ["8192", "7001"]),
    tokenizer(.pieceTooLong(id: 371, found: 200_000, limit: 7999), ["371", "200000", "7999"]),
    tokenizer(.nulInPiece(id: 371), ["371"]), tokenizer(.malformedVocabulary(line: 82), ["82"]),
    tokenizer(.malformedJSON(offset: 4093), ["4093"]),
    tokenizer(.malformedMember(path: "model.vocab", expected: "object"), ["model.vocab", "object"]),
    tokenizer(.unsupportedMember(path: "model.type", found: "Odd"), ["model.type", "Odd"]),
    tokenizer(.malformedPattern(pattern: "(a", offset: 2), ["(a", "2"]),
    tokenizer(.unsupportedOperation(name: "n-best", type: .word), ["n-best", "word"]),
    tokenizer(.noTrainingText, []),
  ]

  static let training: [FaultSample] = [
    training(.emptyBatch, [], .software), training(.emptyExample(index: 371), ["371"], .software),
    training(
      .idOutOfRange(example: 371, position: 82, found: 9001, vocabulary: 8192),
      ["371", "82", "9001", "8192"],
      .software),
    training(.tooLong(example: 371, found: 513, limit: 512), ["371", "513", "512"]),
    training(.categoryCount(example: 371, expected: 13, found: 26), ["371", "13", "26"], .software),
    training(.valueOutOfRange(name: "dropout", found: 1.5), ["dropout", "1.5"]),
    training(.configuration(field: "head_dim", found: 63), ["head_dim", "63"]),
    training(
      .parameter(name: "lm_head.weight", expected: [192], found: [64]), ["lm_head.weight", "[192]", "[64]"]),
    training(.parameter(name: "lm_head.weight", expected: [192], found: nil), ["lm_head.weight", "[192]"]),
    training(.notFinite(step: 371, loss: .infinity, gradientNorm: 8.25), ["371", "inf", "8.25"]),
    training(.file(path: "/r/stage-0.state", operation: "read", errno: 13), ["/r/stage-0.state"], .noInput),
    training(.file(path: "/r/stage-0.state", operation: "write", errno: 28), ["/r/stage-0.state"], .output),
    training(.file(path: "/r/stage-0.state", operation: "rename", errno: 13), ["/r/stage-0.state"], .output),
    training(.notAState(path: "/r/stage-0.state"), ["/r/stage-0.state"]),
    training(
      .stateLength(path: "/r/stage-0.state", expected: 4096, found: 1024),
      ["/r/stage-0.state", "4096", "1024"]),
    training(
      .stateChecksum(path: "/r/stage-0.state", expected: 0xAB, found: 0xCD),
      ["/r/stage-0.state", "00000000000000ab", "00000000000000cd"]),
    training(
      .stateMismatch(path: "/r/stage-0.state", field: "seed", expected: "17", found: "42"),
      ["/r/stage-0.state", "seed", "17", "42"]),
    training(
      .stateMismatch(
        path: "/r/stage-0.state", field: "settings", expected: "TrainingSettings(clipNorm: 1)",
        found: "TrainingSettings(clipNorm: 2)"), ["/r/stage-0.state", "settings"]),
  ]

  static let runs: [FaultSample] = [
    FaultSample(.run(.foreignFolder(path: "/r")), ["/r"], .data),
    FaultSample(.run(.file(path: "/r/log.jsonl", reason: "full")), ["/r/log.jsonl", "full"], .output),
    FaultSample(.run(.missingPiece("<|drugs|>")), ["<|drugs|>"], .data),
    FaultSample(
      .run(.categories(expected: ["drugs", "hate"], found: ["hate"])), ["drugs, hate"], .data),
    FaultSample(.run(.emptyStage(name: "pretraining")), ["pretraining"], .data),
  ]

  static let evaluations: [FaultSample] = [
    FaultSample(
      .evaluation(.scoreCount(contestant: "f32", set: "kold", expected: 371, found: 82)),
      ["f32", "kold", "371", "82"],
      .software),
    FaultSample(
      .evaluation(.categoryCount(contestant: "f32", set: "kold", row: 370, expected: 13, found: 26)),
      ["f32", "kold", "371", "13", "26"], .software),
    FaultSample(
      .evaluation(.nonFiniteScore(contestant: "f32", set: "kold", row: 370)), ["f32", "kold", "371"], .data),
    FaultSample(.evaluation(.unlabelledRow(set: "kold", id: "kold-12")), ["kold", "kold-12"], .data),
    FaultSample(.evaluation(.missingClass(label: "unsafe")), ["unsafe"], .data),
    FaultSample(.evaluation(.notAGuardian), ["haechi.json"], .data),
    FaultSample(.evaluation(.unencodable(reason: "nan in a table")), ["nan in a table"], .output),
  ]

  static let guardians: [FaultSample] = [
    FaultSample(.vocabulary(expected: 8192, found: 7001), ["8192", "7001"], .data),
    FaultSample(.normalization(found: "jamo"), ["jamo"], .data),
  ]

  private static func dataset(
    _ error: DatasetError, _ particulars: [String], _ status: CommandFailure.Status = .data
  ) -> FaultSample { FaultSample(.dataset(error), particulars, status) }

  private static func row(_ fault: RowFault, _ particulars: [String]) -> FaultSample {
    dataset(.malformedFile(source: "kold", path: "a.csv", line: 371, fault: fault), particulars + ["371"])
  }

  private static func model(
    _ error: ModelError, _ particulars: [String], _ status: CommandFailure.Status = .data
  ) -> FaultSample { FaultSample(.model(error), particulars, status) }

  private static func tensor(
    _ error: TensorError, _ particulars: [String], _ status: CommandFailure.Status = .data
  ) -> FaultSample {
    model(.badTensors(file: "model.safetensors", error), particulars + ["model.safetensors"], status)
  }

  private static func tokenizer(_ error: TokenizationError, _ particulars: [String]) -> FaultSample {
    FaultSample(.tokenization(error), particulars, .data)
  }

  private static func training(
    _ error: TrainingError, _ particulars: [String], _ status: CommandFailure.Status = .data
  ) -> FaultSample { FaultSample(.training(error), particulars, status) }
}
