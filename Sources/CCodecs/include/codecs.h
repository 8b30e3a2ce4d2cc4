// Streaming gzip and Zstandard under names of our own; zlib and libzstd do the work.
// Every function takes lengths beside pointers and returns a status of `haechi_codec_status`.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a codec reads or writes.
enum { HAECHI_CODEC_GZIP = 1, HAECHI_CODEC_ZSTD = 2 };

/// How a step went.
enum haechi_codec_status {
  HAECHI_CODEC_OK = 0,      // go on
  HAECHI_CODEC_END = 1,     // a member or frame is complete; more may follow
  HAECHI_CODEC_CORRUPT = 2, // the bytes are not of the format
  HAECHI_CODEC_MEMORY = 3,  // no memory
};

typedef struct haechi_decoder haechi_decoder;
typedef struct haechi_encoder haechi_encoder;

/// A decoder, or NULL without memory.
haechi_decoder *haechi_decoder_create(int32_t format);
void haechi_decoder_destroy(haechi_decoder *decoder);

/// Decodes from `source` into `destination`; `used` and `made` receive how far both went.
/// A window of more than 128 MiB (zstd) is refused as corrupt, so that a small file cannot take all memory.
int32_t haechi_decoder_step(
  haechi_decoder *decoder, const uint8_t *source, size_t length, size_t *used, uint8_t *destination,
  size_t capacity, size_t *made);

/// An encoder of one Zstandard frame with a content checksum, or NULL without memory.
/// The same bytes in the same steps give the same frame for one version of libzstd.
haechi_encoder *haechi_encoder_create(int32_t level);
void haechi_encoder_destroy(haechi_encoder *encoder);

/// Encodes from `source`; with `is_last` the frame is ended: call until HAECHI_CODEC_END.
int32_t haechi_encoder_step(
  haechi_encoder *encoder, const uint8_t *source, size_t length, size_t *used, uint8_t *destination,
  size_t capacity, size_t *made, int32_t is_last);

/// libzstd's version, such as `1.5.4`.
const char *haechi_zstd_version(void);

#ifdef __cplusplus
}
#endif
