#include "codecs.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum { MAXIMUM_WINDOW_LOG = 27 };

struct haechi_decoder {
  int32_t format;
  int has_ended; // gzip: the last member is complete
  z_stream gzip;
  ZSTD_DCtx *zstd;
};

struct haechi_encoder {
  ZSTD_CCtx *zstd;
};

haechi_decoder *haechi_decoder_create(int32_t format) {
  haechi_decoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->format = format;
  if (format == HAECHI_CODEC_GZIP) {
    // 15: the largest window; 16: a gzip header and trailer are required.
    if (inflateInit2(&decoder->gzip, 15 + 16) == Z_OK) return decoder;
  } else {
    decoder->zstd = ZSTD_createDCtx();
    if (decoder->zstd) {
      ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, MAXIMUM_WINDOW_LOG);
      return decoder;
    }
  }
  free(decoder);
  return NULL;
}

void haechi_decoder_destroy(haechi_decoder *decoder) {
  if (!decoder) return;
  if (decoder->format == HAECHI_CODEC_GZIP) inflateEnd(&decoder->gzip);
  ZSTD_freeDCtx(decoder->zstd);
  free(decoder);
}

static uInt clamped(size_t length) { return length > 0x40000000 ? 0x40000000 : (uInt)length; }

static int32_t gzip_step(
  haechi_decoder *decoder, const uint8_t *source, size_t length, size_t *used, uint8_t *destination,
  size_t capacity, size_t *made) {
  z_stream *stream = &decoder->gzip;
  // A file may hold several members back to back.
  if (decoder->has_ended) {
    if (length == 0) return HAECHI_CODEC_END;
    if (inflateReset(stream) != Z_OK) return HAECHI_CODEC_CORRUPT;
    decoder->has_ended = 0;
  }
  stream->next_in = (Bytef *)source;
  stream->avail_in = clamped(length);
  stream->next_out = destination;
  stream->avail_out = clamped(capacity);
  int status = inflate(stream, Z_NO_FLUSH);
  *used = (size_t)(stream->next_in - source);
  *made = (size_t)(stream->next_out - destination);
  switch (status) {
  case Z_STREAM_END: decoder->has_ended = 1; return HAECHI_CODEC_END;
  case Z_OK:
  case Z_BUF_ERROR: return HAECHI_CODEC_OK;
  case Z_MEM_ERROR: return HAECHI_CODEC_MEMORY;
  default: return HAECHI_CODEC_CORRUPT;
  }
}

int32_t haechi_decoder_step(
  haechi_decoder *decoder, const uint8_t *source, size_t length, size_t *used, uint8_t *destination,
  size_t capacity, size_t *made) {
  *used = *made = 0;
  if (decoder->format == HAECHI_CODEC_GZIP)
    return gzip_step(decoder, source, length, used, destination, capacity, made);
  ZSTD_inBuffer in = {source, length, 0};
  ZSTD_outBuffer out = {destination, capacity, 0};
  size_t left = ZSTD_decompressStream(decoder->zstd, &out, &in);
  *used = in.pos;
  *made = out.pos;
  if (ZSTD_isError(left)) return HAECHI_CODEC_CORRUPT;
  return left == 0 ? HAECHI_CODEC_END : HAECHI_CODEC_OK;
}

haechi_encoder *haechi_encoder_create(int32_t level) {
  haechi_encoder *encoder = calloc(1, sizeof *encoder);
  if (!encoder) return NULL;
  encoder->zstd = ZSTD_createCCtx();
  if (encoder->zstd && !ZSTD_isError(ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_compressionLevel, level)) &&
      !ZSTD_isError(ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_checksumFlag, 1)))
    return encoder;
  haechi_encoder_destroy(encoder);
  return NULL;
}

void haechi_encoder_destroy(haechi_encoder *encoder) {
  if (!encoder) return;
  ZSTD_freeCCtx(encoder->zstd);
  free(encoder);
}

int32_t haechi_encoder_step(
  haechi_encoder *encoder, const uint8_t *source, size_t length, size_t *used, uint8_t *destination,
  size_t capacity, size_t *made, int32_t is_last) {
  ZSTD_inBuffer in = {source, length, 0};
  ZSTD_outBuffer out = {destination, capacity, 0};
  size_t left = ZSTD_compressStream2(encoder->zstd, &out, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
  *used = in.pos;
  *made = out.pos;
  if (ZSTD_isError(left)) return HAECHI_CODEC_MEMORY;
  return is_last && left == 0 ? HAECHI_CODEC_END : HAECHI_CODEC_OK;
}

const char *haechi_zstd_version(void) { return ZSTD_versionString(); }
